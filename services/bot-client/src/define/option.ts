import type { Attachment } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import {
  type APIApplicationCommandBasicOption,
  type ApplicationCommandOptionAllowedChannelType,
  ApplicationCommandOptionType,
  type CommandInteractionOption,
  type User,
} from 'discord.js';
import type { BotContext } from '../context.ts';
import { toAttachment } from '../discord/attachment.ts';
import type { CallFacts } from './call.ts';

/** What Discord sends for an option; null when the person left it out. */
export type Given = Pick<CommandInteractionOption, 'value' | 'user' | 'channel' | 'role' | 'attachment'> | null;

/** What is offered while somebody types. */
export interface Suggestion {
  name: string;
  value: string;
}

/** Somebody who is typing an option. */
export interface Typing extends CallFacts {
  /** What the other options hold by now, as far as it is text. */
  readonly others: Readonly<Record<string, string>>;
}

interface OptionBase {
  /** The option as Discord registers it. */
  toApi(name: string): APIApplicationCommandBasicOption;
}

/** An option whose value comes with the interaction. */
export interface PlainOption<Value = unknown> extends OptionBase {
  readonly kind: 'plain';
  /** @throws AppError when somebody's Discord still shows an older version of the option */
  read(given: Given): Value;
  /** What is offered while the person types, where that changes while the bot runs; any text may be sent all the same. */
  suggest?(typed: string, call: Typing, ctx: BotContext): Promise<Suggestion[]>;
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

type SuggestText = (typed: string, call: Typing, ctx: BotContext) => Promise<Suggestion[]>;

interface TextLimits {
  minLength?: number;
  maxLength?: number;
}
interface NumberLimits {
  min?: number;
  max?: number;
}
interface ChannelLimits {
  types?: readonly ApplicationCommandOptionAllowedChannelType[];
}

/** Somebody who was chosen. */
export interface ChosenUser {
  id: string;
  name: string;
  isBot: boolean;
}
export function toChosenUser({ id, displayName, bot }: User): ChosenUser {
  return { id, name: displayName, isBot: bot };
}

/** A channel or a role that was chosen. */
export interface ChosenPlace {
  id: string;
  name: string;
}
export type ChosenMentionable = ({ kind: 'user' } & ChosenUser) | ({ kind: 'role' } & ChosenPlace);

/** One kind of option: how Discord registers it, and how its value is read. */
interface Kind<Value, Settings> {
  toApi(
    base: { name: string; description: string; required: boolean },
    settings: Settings,
  ): APIApplicationCommandBasicOption;
  /** Undefined when nothing of this kind was given. */
  read(given: NonNullable<Given>): Value | undefined;
}

const text: Kind<string, TextLimits> = {
  toApi: (base, { minLength, maxLength }) => ({
    type: ApplicationCommandOptionType.String,
    ...base,
    ...(minLength !== undefined && { min_length: minLength }),
    ...(maxLength !== undefined && { max_length: maxLength }),
  }),
  read: ({ value }) => (typeof value === 'string' ? value.trim() : undefined),
};

const readNumber = ({ value }: NonNullable<Given>) => (typeof value === 'number' ? value : undefined);

const number: Kind<number, NumberLimits> = {
  toApi: (base, limits) => ({ type: ApplicationCommandOptionType.Number, ...base, ...toApiLimits(limits) }),
  read: readNumber,
};

const integer: Kind<number, NumberLimits> = {
  toApi: (base, limits) => ({ type: ApplicationCommandOptionType.Integer, ...base, ...toApiLimits(limits) }),
  read: readNumber,
};

function toApiLimits({ min, max }: NumberLimits) {
  return { ...(min !== undefined && { min_value: min }), ...(max !== undefined && { max_value: max }) };
}

const boolean: Kind<boolean, object> = {
  toApi: (base) => ({ type: ApplicationCommandOptionType.Boolean, ...base }),
  read: ({ value }) => (typeof value === 'boolean' ? value : undefined),
};

const user: Kind<ChosenUser, object> = {
  toApi: (base) => ({ type: ApplicationCommandOptionType.User, ...base }),
  read: ({ user: chosen }) => chosen && toChosenUser(chosen),
};

const channel: Kind<ChosenPlace, ChannelLimits> = {
  toApi: (base, { types }) => ({
    type: ApplicationCommandOptionType.Channel,
    ...base,
    ...(types !== undefined && { channel_types: [...types] }),
  }),
  read: ({ channel: chosen }) => (chosen ? { id: chosen.id, name: chosen.name ?? '' } : undefined),
};

const role: Kind<ChosenPlace, object> = {
  toApi: (base) => ({ type: ApplicationCommandOptionType.Role, ...base }),
  read: ({ role: chosen }) => (chosen ? { id: chosen.id, name: chosen.name } : undefined),
};

const mentionable: Kind<ChosenMentionable, object> = {
  toApi: (base) => ({ type: ApplicationCommandOptionType.Mentionable, ...base }),
  read(given) {
    const chosenUser = user.read(given);
    if (chosenUser) return { kind: 'user', ...chosenUser };
    const chosenRole = role.read(given);
    return chosenRole && { kind: 'role', ...chosenRole };
  },
};

const attachment: Kind<Attachment, object> = {
  toApi: (base) => ({ type: ApplicationCommandOptionType.Attachment, ...base }),
  read: ({ attachment: chosen }) => chosen && toAttachment(chosen),
};

function required<Value, Settings>(kind: Kind<Value, Settings>) {
  return (description: string, settings: Settings = {} as Settings): PlainOption<Value> => ({
    kind: 'plain',
    toApi: (name) => kind.toApi({ name, description, required: true }, settings),
    read: (given) => (given && kind.read(given)) ?? refuseOutdated(),
  });
}

/** An option that may be left out; then its value is undefined. An empty text is left out too. */
function optional<Value, Settings>(kind: Kind<Value, Settings>) {
  return (description: string, settings: Settings = {} as Settings): PlainOption<Value | undefined> => ({
    kind: 'plain',
    toApi: (name) => kind.toApi({ name, description, required: false }, settings),
    read(given) {
      const value = given === null ? undefined : kind.read(given);
      return value === '' ? undefined : value;
    },
  });
}

/** A text with suggestions that Discord asks for while the person types. */
const suggestedText: Kind<string, TextLimits> = {
  toApi: (base, limits) => ({ ...text.toApi(base, limits), autocomplete: true }) as APIApplicationCommandBasicOption,
  read: text.read,
};

/** A text that is one of a fixed list, as `{ value: label }`. */
function choiceKind<const Value extends string>(choices: Readonly<Record<Value, string>>): Kind<Value, object> {
  const values = Object.keys(choices) as Value[];
  return {
    toApi: (base) => ({
      type: ApplicationCommandOptionType.String,
      ...base,
      choices: values.map((value) => ({ name: choices[value], value })),
    }),
    read: ({ value: given }) => values.find((value) => value === given) ?? refuseOutdated(),
  };
}

/** The same option, which may be left out; then its value is undefined. */
export function optionalStored<Value>(stored: StoredOption<Value>): StoredOption<Value | undefined> {
  return {
    ...stored,
    toApi: (name) => ({ ...stored.toApi(name), required: false }),
    find: async (given, call, ctx) => (given === '' ? undefined : stored.find(given, call, ctx)),
  };
}

/** Every kind of option whose value comes with the interaction. Options that name something stored stand with their command. */
export const option = {
  string: required(text),
  optionalString: optional(text),
  integer: required(integer),
  optionalInteger: optional(integer),
  number: required(number),
  optionalNumber: optional(number),
  boolean: required(boolean),
  optionalBoolean: optional(boolean),
  user: required(user),
  optionalUser: optional(user),
  channel: required(channel),
  optionalChannel: optional(channel),
  role: required(role),
  optionalRole: optional(role),
  mentionable: required(mentionable),
  optionalMentionable: optional(mentionable),
  attachment: required(attachment),
  optionalAttachment: optional(attachment),
  suggested: (description: string, suggest: SuggestText): PlainOption<string> => ({
    ...required(suggestedText)(description),
    suggest,
  }),
  optionalSuggested: (description: string, suggest: SuggestText): PlainOption<string | undefined> => ({
    ...optional(suggestedText)(description),
    suggest,
  }),
  choice: <const Value extends string>(description: string, choices: Readonly<Record<Value, string>>) =>
    required(choiceKind(choices))(description),
  optionalChoice: <const Value extends string>(description: string, choices: Readonly<Record<Value, string>>) =>
    optional(choiceKind(choices))(description),
};

function refuseOutdated(): never {
  throw new AppError('invalid-input', 'option value is not of the kind that is registered now', {
    reason: 'option-outdated',
  });
}
