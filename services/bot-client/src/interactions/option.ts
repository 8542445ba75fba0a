import { AppError } from '@tzurot/platform';
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
} from 'discord.js';
import type { BotContext } from '../context.ts';
import type { CallFacts } from './call.ts';

/** What Discord sends for an option; undefined when the person left it out. */
export type Given = string | number | boolean | undefined;

/** What is offered while somebody types. */
export interface Suggestion {
  name: string;
  value: string;
}

interface OptionBase {
  /** The option as Discord registers it. */
  toApi(name: string): APIApplicationCommandBasicOption;
}

/** An option whose value needs no looking up. */
export interface PlainOption<Value = unknown> extends OptionBase {
  readonly kind: 'plain';
  parse(given: Given): Value;
}

/** An option that names something stored: it suggests while the person types, and is found after the acknowledgement. */
export interface StoredOption<Value = unknown> extends OptionBase {
  readonly kind: 'stored';
  suggest(typed: string, call: CallFacts, ctx: BotContext): Promise<Suggestion[]>;
  /** @throws AppError with a sentence for the person when nothing, or more than one thing, has this name */
  find(given: string, call: CallFacts, ctx: BotContext): Promise<Value>;
}

export type Option<Value = unknown> = PlainOption<Value> | StoredOption<Value>;
export type OptionList = Readonly<Record<string, Option>>;
export type PlainOptionList = Readonly<Record<string, PlainOption>>;

/** What a handler gets for a list of options. */
export type OptionValues<Options extends OptionList> = {
  [Name in keyof Options]: Options[Name] extends Option<infer Value> ? Value : never;
};

interface TextLimits {
  minLength?: number;
  maxLength?: number;
}

export const plainOption = {
  string: (description: string, limits: TextLimits = {}): PlainOption<string> => ({
    kind: 'plain',
    toApi: stringOption(description, true, limits),
    parse: (given) => (typeof given === 'string' ? given.trim() : ''),
  }),

  optionalString: (description: string, limits: TextLimits = {}): PlainOption<string | undefined> => ({
    kind: 'plain',
    toApi: stringOption(description, false, limits),
    parse: (given) => (typeof given === 'string' && given.trim() !== '' ? given.trim() : undefined),
  }),

  /** One of a fixed list, as `{ value: label }`. */
  choice: <const Value extends string>(
    description: string,
    choices: Readonly<Record<Value, string>>,
  ): PlainOption<Value> => ({
    kind: 'plain',
    toApi: stringOption(description, true, {}, choices),
    parse: (given) => findChoice(choices, given),
  }),

  optionalChoice: <const Value extends string>(
    description: string,
    choices: Readonly<Record<Value, string>>,
  ): PlainOption<Value | undefined> => ({
    kind: 'plain',
    toApi: stringOption(description, false, {}, choices),
    parse: (given) => (given === undefined ? undefined : findChoice(choices, given)),
  }),
};

/** What Discord registers for an option that takes text. */
function stringOption(
  description: string,
  isRequired: boolean,
  limits: TextLimits,
  choices?: Readonly<Record<string, string>>,
) {
  return (name: string): APIApplicationCommandStringOption => ({
    type: ApplicationCommandOptionType.String,
    name,
    description,
    required: isRequired,
    ...(limits.minLength !== undefined && { min_length: limits.minLength }),
    ...(limits.maxLength !== undefined && { max_length: limits.maxLength }),
    ...(choices && { choices: Object.entries(choices).map(([value, label]) => ({ name: label, value })) }),
  });
}

/** @throws AppError when somebody's Discord still shows a choice that is no longer there */
function findChoice<Value extends string>(choices: Readonly<Record<Value, string>>, given: Given): Value {
  for (const value in choices) if (value === given) return value;
  throw new AppError('invalid-input', 'option value is not among the choices', {
    reason: 'choice-outdated',
  });
}
