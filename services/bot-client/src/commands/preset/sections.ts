import { LIMITS, type Preset, type PresetPatch } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { DashboardSection } from '../../define/dashboard.ts';
import { input } from '../../define/modal.ts';
import { excerpt, plain } from '../../ui/elements.ts';
import { wrongInput } from '../../ui/typed-values.ts';
import { knobs } from './knobs.ts';
import {
  innerParameter,
  numberParameter,
  type ParameterInput,
  parameter,
  toList,
  toNumber,
  YES_NO,
} from './parameter-inputs.ts';

const identityInputs = {
  name: input.short(say('preset.field.name'), { isRequired: true, maxLength: LIMITS.presetName }),
  description: input.short(say('preset.field.description'), { maxLength: LIMITS.presetDescription }),
};

const identity: DashboardSection<Preset, PresetPatch, typeof identityInputs> = {
  title: say('preset.section.identity'),
  inputs: identityInputs,
  summarize: ({ description }) => (description === '' ? say('interface.empty') : excerpt(description, 150)),
  read: ({ name, description }) => ({ name, description }),
  write: (values) => values,
};

const modelInputs = {
  vendor: input.short(say('preset.field.vendor'), {
    isRequired: true,
    maxLength: LIMITS.vendorId,
    hint: say('preset.hint.vendor'),
  }),
  model: input.short(say('preset.field.model'), {
    isRequired: true,
    maxLength: LIMITS.modelId,
    hint: say('preset.hint.model'),
  }),
  contextTokens: input.short(say('preset.field.context-tokens'), {
    isRequired: true,
    maxLength: 9,
    hint: say('preset.hint.context-tokens'),
  }),
};

const model: DashboardSection<Preset, PresetPatch, typeof modelInputs> = {
  title: say('preset.section.model'),
  inputs: modelInputs,
  summarize: ({ vendor, model: modelId, contextTokens }) =>
    `${plain(vendor)} · ${plain(modelId)} · ${say('preset.tokens', { count: contextTokens })}`,
  read: ({ vendor, model: modelId, contextTokens }) => ({
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

/** A section whose inputs are parameters, under the names that vendors use. */
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
      return sent.length === 0 ? say('interface.all-defaults') : sent.join(' · ');
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
  off: say('preset.choice.off'),
  minimal: say('preset.choice.minimal'),
  low: say('preset.choice.low'),
  medium: say('preset.choice.medium'),
  high: say('preset.choice.high'),
  max: say('preset.choice.max'),
} as const;
const FORMATS = { text: say('preset.choice.text'), json_object: say('preset.choice.json') } as const;
const VERBOSITIES = {
  low: say('preset.choice.low'),
  medium: say('preset.choice.medium'),
  high: say('preset.choice.high'),
} as const;

export const presetSections: Readonly<Record<string, DashboardSection<Preset, PresetPatch>>> = {
  identity,

  model,

  knobs,

  sampling: parameters(say('preset.section.sampling'), {
    temperature: numberParameter('temperature', 'temperature', say('preset.hint.temperature')),
    top_p: numberParameter('top_p', 'top_p', say('preset.hint.top_p')),
    top_k: numberParameter('top_k', 'top_k', say('preset.hint.top_k')),
    min_p: numberParameter('min_p', 'min_p', say('preset.hint.min_p')),
    seed: numberParameter('seed', 'seed', say('preset.hint.seed')),
  }),

  penalties: parameters(say('preset.section.penalties'), {
    frequency_penalty: numberParameter('frequency_penalty', 'frequency_penalty', say('preset.hint.frequency_penalty')),
    presence_penalty: numberParameter('presence_penalty', 'presence_penalty', say('preset.hint.presence_penalty')),
    repetition_penalty: numberParameter(
      'repetition_penalty',
      'repetition_penalty',
      say('preset.hint.repetition_penalty'),
    ),
    top_a: numberParameter('top_a', 'top_a', say('preset.hint.top_a')),
    typical_p: numberParameter('typical_p', 'typical_p', say('preset.hint.typical_p')),
  }),

  reasoning: parameters(say('preset.section.reasoning'), {
    'reasoning.effort': innerParameter('reasoning', 'effort', {
      input: input.choice('effort', EFFORTS, { hint: say('preset.hint.effort') }),
      read: (value) => value,
      parse: (text) => oneOf('reasoning.effort', EFFORTS, text),
    }),
    'reasoning.max_tokens': innerParameter('reasoning', 'max_tokens', {
      input: input.short('max_tokens', {
        hint: say('preset.hint.reasoning-tokens'),
        maxLength: 20,
        placeholder: say('interface.default'),
      }),
      read: String,
      parse: (text) => toNumber('reasoning.max_tokens', text),
    }),
    'reasoning.show': innerParameter('reasoning', 'show', {
      input: input.choice('show', YES_NO, { hint: say('preset.hint.show') }),
      read: yesNo,
      parse: (text) => text === 'yes',
    }),
  }),

  output: parameters(say('preset.section.output'), {
    max_tokens: numberParameter('max_tokens', 'max_tokens', say('preset.hint.max_tokens')),
    stop: parameter('stop', {
      input: input.long('stop', {
        hint: say('preset.hint.stop'),
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
        hint: say('preset.hint.logit_bias'),
        placeholder: '50256 -100',
      }),
      read: (value) =>
        Object.entries(value)
          .map(([token, bias]) => `${token} ${bias}`)
          .join('\n'),
      parse: parseBiases,
    }),
  }),

  routing: parameters(say('preset.section.routing'), {
    'provider.order': innerParameter('provider', 'order', {
      input: input.short(say('preset.field.provider-order'), {
        hint: say('preset.hint.provider-order'),
        maxLength: 700,
      }),
      read: (value) => value.join(', '),
      parse: (text) => toList(text, /,/),
    }),
    'provider.no_training': innerParameter('provider', 'no_training', {
      input: input.choice(say('preset.field.no-training'), YES_NO),
      read: yesNo,
      parse: (text) => text === 'yes',
    }),
    route: parameter('route', {
      input: input.choice('route', { fallback: say('preset.choice.fallback') }),
      read: (value) => value,
      parse: () => 'fallback',
    }),
    transforms: parameter('transforms', {
      input: input.choice('transforms', { 'middle-out': say('preset.choice.middle-out') }),
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
