import { LIMITS, type Preset, type PresetPatch } from '@tzurot/contracts';
import type { DashboardSection } from '../../define/dashboard.ts';
import { input } from '../../define/modal.ts';
import { excerpt, plain } from '../../ui/elements.ts';
import { wrongInput } from '../../ui/typed-values.ts';
import {
  innerParameter,
  numberParameter,
  type ParameterInput,
  parameter,
  toList,
  toNumber,
  YES_NO,
} from './parameter-inputs.ts';

const modelInputs = {
  name: input.short('Name', { isRequired: true, maxLength: LIMITS.presetName }),
  description: input.short('Description', { maxLength: LIMITS.presetDescription }),
  vendor: input.short('Vendor', {
    isRequired: true,
    maxLength: LIMITS.vendorId,
    hint: 'Whose model, such as openrouter; `/preset create` shows them all.',
  }),
  model: input.short('Model', { isRequired: true, maxLength: LIMITS.modelId, hint: 'As the vendor writes it.' }),
  contextTokens: input.short('Window in tokens', {
    isRequired: true,
    maxLength: 9,
    hint: 'What prompt and reply share, from 1,024.',
  }),
};

const model: DashboardSection<Preset, PresetPatch, typeof modelInputs> = {
  title: 'Model',
  inputs: modelInputs,
  summarize: ({ vendor, model: modelId, contextTokens, description }) =>
    [
      `${plain(vendor)} · ${plain(modelId)} · ${contextTokens.toLocaleString('en')} tokens`,
      ...(description === '' ? [] : [excerpt(description, 150)]),
    ].join('\n'),
  read: ({ name, description, vendor, model: modelId, contextTokens }) => ({
    name,
    description,
    vendor,
    model: modelId,
    contextTokens: String(contextTokens),
  }),
  write: ({ vendor, contextTokens, ...rest }) => ({
    ...rest,
    ...(vendor !== undefined && { vendor: vendor.trim().toLowerCase() }),
    ...(contextTokens !== undefined && { contextTokens: toNumber('contextTokens', contextTokens) }),
  }),
};

/** A section whose inputs are parameters; the inputs carry the names that vendors use. */
function parameters(
  title: string,
  inputs: Readonly<Record<string, ParameterInput>>,
): DashboardSection<Preset, PresetPatch> {
  const entries = Object.entries(inputs);
  return {
    title,
    inputs: Object.fromEntries(entries.map(([name, each]) => [name, each.input])),
    summarize: (preset) => {
      const sent = entries.flatMap(([name, each]) => {
        const value = each.read(preset.parameters);
        return value === '' ? [] : [`${plain(name)} **${excerpt(value, 60)}**`];
      });
      return sent.length === 0 ? '*nothing sent*' : sent.join(' · ');
    },
    read: (preset) => Object.fromEntries(entries.map(([name, each]) => [name, each.read(preset.parameters)])),
    write: (values, preset) => ({
      parameters: entries.reduce((changed, [name, each]) => {
        const text = values[name];
        return text === undefined ? changed : each.write(changed, text);
      }, preset.parameters),
    }),
  };
}

const EFFORTS = {
  off: 'Off',
  minimal: 'Minimal',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  max: 'As much as it can',
} as const;
const FORMATS = { text: 'Text', json_object: 'JSON' } as const;
const VERBOSITIES = { low: 'Low', medium: 'Medium', high: 'High' } as const;

export const presetSections: Readonly<Record<string, DashboardSection<Preset, PresetPatch>>> = {
  model,

  sampling: parameters('Sampling', {
    temperature: numberParameter('temperature', 'temperature', '0 to 2: how freely words are chosen.'),
    top_p: numberParameter('top_p', 'top_p', '0 to 1: only the likeliest words up to this share.'),
    top_k: numberParameter('top_k', 'top_k', '0 to 1,000: only so many of the likeliest words.'),
    min_p: numberParameter('min_p', 'min_p', '0 to 1: no word less likely than this share of the best.'),
    seed: numberParameter('seed', 'seed', 'The same number and prompt give much the same answer.'),
  }),

  penalties: parameters('Repetition', {
    frequency_penalty: numberParameter('frequency_penalty', 'frequency_penalty', '-2 to 2: against words used often.'),
    presence_penalty: numberParameter('presence_penalty', 'presence_penalty', '-2 to 2: against words used at all.'),
    repetition_penalty: numberParameter('repetition_penalty', 'repetition_penalty', '0 to 2; 1 changes nothing.'),
    top_a: numberParameter('top_a', 'top_a', '0 to 1.'),
    typical_p: numberParameter('typical_p', 'typical_p', '0 to 1.'),
  }),

  reasoning: parameters('Reasoning', {
    'reasoning.effort': innerParameter('reasoning', 'effort', {
      input: input.choice('effort', EFFORTS, { hint: 'How much the model thinks before it answers.' }),
      read: (value) => value,
      parse: (text) => oneOf('reasoning.effort', EFFORTS, text),
    }),
    'reasoning.max_tokens': innerParameter('reasoning', 'max_tokens', {
      input: input.short('max_tokens', { hint: 'Tokens for thinking.', maxLength: 20, placeholder: 'not sent' }),
      read: String,
      parse: (text) => toNumber('reasoning.max_tokens', text),
    }),
    'reasoning.show': innerParameter('reasoning', 'show', {
      input: input.choice('show', YES_NO, { hint: 'Whether thoughts come back with the answer.' }),
      read: yesNo,
      parse: (text) => text === 'yes',
    }),
  }),

  output: parameters('Output', {
    max_tokens: numberParameter('max_tokens', 'max_tokens', 'The longest answer, in tokens.'),
    stop: parameter('stop', {
      input: input.long('stop', {
        hint: 'Up to 8 texts, one per line, at which the answer ends. \\n is a line break.',
        maxLength: 1_200,
      }),
      read: writeStops,
      parse: readStops,
    }),
    response_format: parameter('response_format', {
      input: input.choice('response_format', FORMATS),
      read: (value) => value,
      parse: (text) => oneOf('response_format', FORMATS, text),
    }),
    verbosity: parameter('verbosity', {
      input: input.choice('verbosity', VERBOSITIES),
      read: (value) => value,
      parse: (text) => oneOf('verbosity', VERBOSITIES, text),
    }),
    logit_bias: parameter('logit_bias', {
      input: input.long('logit_bias', {
        hint: 'One per line: a token id, a space, -100 to 100.',
        placeholder: '50256 -100',
      }),
      read: (value) =>
        Object.entries(value)
          .map(([token, bias]) => `${token} ${bias}`)
          .join('\n'),
      parse: parseBiases,
    }),
  }),

  routing: parameters('Routing', {
    'provider.order': innerParameter('provider', 'order', {
      input: input.short('provider order', { hint: 'Hosts to try first, parted by commas.', maxLength: 700 }),
      read: (value) => value.join(', '),
      parse: (text) => toList(text, /,/),
    }),
    'provider.no_training': innerParameter('provider', 'no_training', {
      input: input.choice('only hosts that do not train on it', YES_NO),
      read: yesNo,
      parse: (text) => text === 'yes',
    }),
    route: parameter('route', {
      input: input.choice('route', { fallback: 'Fall back to another model' }),
      read: (value) => value,
      parse: () => 'fallback',
    }),
    transforms: parameter('transforms', {
      input: input.choice('transforms', { 'middle-out': 'Cut the middle of a prompt that is too long' }),
      read: (value) => value.join(','),
      parse: () => ['middle-out'],
    }),
  }),
};

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function oneOf<const Value extends string>(
  name: string,
  choices: Readonly<Record<Value, string>>,
  text: string,
): Value {
  for (const value in choices) if (value === text) return value;
  throw wrongInput(name, 'choice', text);
}

/** One stop per line; spaces count, so a line break inside one is written as such. */
function writeStops(stops: readonly string[]): string {
  return stops.map((stop) => stop.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')).join('\n');
}

function readStops(text: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.replaceAll(/\\(.)/g, (_pair, escaped: string) => (escaped === 'n' ? '\n' : escaped)));
}

function parseBiases(text: string): Record<string, number> {
  return Object.fromEntries(
    toList(text, /\n/).map((line) => {
      const [token = '', bias, ...rest] = line.split(/[\s:=]+/);
      if (bias === undefined || rest.length > 0) {
        throw wrongInput('logit_bias', 'token-bias-format', line);
      }
      return [token, toNumber('logit_bias', bias)] as const;
    }),
  );
}
