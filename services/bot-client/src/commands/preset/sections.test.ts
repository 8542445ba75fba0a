import { AdvancedParameters, type Preset, type PresetPatch } from '@tzurot/contracts';
import { describe, expect, it } from 'vitest';
import { ALL_PARAMETERS, samplePreset } from '../../../tests/support/samples.ts';
import { presetSections } from './sections.ts';

const sections = Object.entries(presetSections);
const parameterSections = sections.filter(([name]) => !['identity', 'model', 'knobs'].includes(name));

function saveAllUnchanged(preset: Preset): PresetPatch {
  return sections.reduce<PresetPatch>(
    (patch, [, section]) => ({ ...patch, ...section.write(section.read(preset), { ...preset, ...patch } as Preset) }),
    {},
  );
}

describe('the forms of a preset', () => {
  it('hold every parameter that there is', () => {
    const names = parameterSections.flatMap(([, section]) => Object.keys(section.inputs));
    const all = Object.keys(AdvancedParameters.shape).flatMap((key) =>
      key === 'reasoning' || key === 'provider'
        ? Object.keys(ALL_PARAMETERS[key] ?? {}).map((inner) => `${key}.${inner}`)
        : [key],
    );

    expect(names.toSorted()).toEqual(all.toSorted());
  });

  it('save everything exactly as it was when nobody changes anything', () => {
    const preset = samplePreset({ parameters: ALL_PARAMETERS });

    const patch = saveAllUnchanged(preset);

    expect(patch.parameters).toEqual(ALL_PARAMETERS);
    expect(patch).toMatchObject({ name: preset.name, model: preset.model, contextTokens: preset.contextTokens });
  });

  it('save a preset that has nothing, which stays nothing', () => {
    expect(saveAllUnchanged(samplePreset()).parameters).toEqual({});
  });

  it('send nothing for an emptied input: absent is not off', () => {
    const preset = samplePreset({ parameters: { ...ALL_PARAMETERS } });

    const emptied = parameterSections.reduce<Preset>((current, [, section]) => {
      const empty = Object.fromEntries(Object.keys(section.inputs).map((name) => [name, ' ']));
      return { ...current, ...section.write(empty, current) } as Preset;
    }, preset);

    expect(emptied.parameters).toEqual({});
  });

  it('keep a zero, an "off" and a "no", which are something else than nothing', () => {
    const patch = saveAllUnchanged(
      samplePreset({
        parameters: { top_k: 0, reasoning: { effort: 'off', show: false }, provider: { no_training: false } },
      }),
    );

    expect(patch.parameters).toEqual({
      top_k: 0,
      reasoning: { effort: 'off', show: false },
      provider: { no_training: false },
    });
  });

  it.each([
    ['sampling', 'temperature', 'warm'],
    ['reasoning', 'reasoning.max_tokens', '1e999'],
    ['output', 'logit_bias', '50256'],
    ['output', 'logit_bias', '50256 much'],
    ['model', 'contextTokens', 'many'],
  ])('say which input cannot be read: %s, %s, %j', (section, name, text) => {
    const write = () => presetSections[section]?.write({ [name]: text }, samplePreset());

    expect(write).toThrowError(
      expect.objectContaining({
        code: 'invalid-input',
        details: { fields: [expect.objectContaining({ path: name, reason: expect.any(String) })] },
      }),
    );
  });

  it.each([
    ['0,7', 0.7],
    ['0,125', 0.125],
    [' 1.5 ', 1.5],
    ['32,768', 32_768],
    ['1,000,000', 1_000_000],
  ])('read %j as people write it', (text, value) => {
    expect(presetSections['sampling']?.write({ temperature: text }, samplePreset())).toEqual({
      parameters: { temperature: value },
    });
  });

  it('leave a vendor alone that is not offered any more', () => {
    const preset = samplePreset({ vendor: 'somewhere-else' });

    expect(saveAllUnchanged(preset)).toMatchObject({ vendor: 'somewhere-else' });
  });
});
