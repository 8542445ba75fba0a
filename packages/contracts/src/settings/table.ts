import { z } from 'zod';
import { MAX_TURNS_PER_TRIGGER } from '../limits.ts';
import { nameOf } from '../text.ts';

/** What a setting's value may be: a number within bounds, a switch, one of some words, or a short text. */
type ValueSchema = z.ZodNumber | z.ZodBoolean | z.ZodEnum | ReturnType<typeof nameOf>;

/** Panels show the settings of a group together. */
export const SETTING_GROUPS = {
  prompt: 'Prompt',
  memory: 'Memory',
  replies: 'Replies',
  text: 'Text of replies',
  messages: 'Messages',
  channels: 'Channels with active characters',
  guests: 'People without a key',
} as const;
export type SettingGroup = keyof typeof SETTING_GROUPS;

interface SettingDefinition<Value extends ValueSchema, CanBeOff extends boolean = boolean> {
  readonly group: SettingGroup;
  /** At most 45 characters, Discord's limit for the label of an input. */
  readonly label: string;
  /** One line of at most 100 characters. */
  readonly description: string;
  readonly schema: Value;
  readonly builtIn: z.output<Value>;
  /** How the words that it may be read, where they do not speak for themselves. */
  readonly choices?: Readonly<Record<string, string>>;
  /** It is about a place and everybody in it, so people and characters have no say. */
  readonly isOfPlace?: true;
  /** It is about what the operator pays for, or how the bot is run, so nobody else has a say. */
  readonly isOfBot?: true;
  /** Whether it can be switched off altogether, which is not the same as its smallest value. */
  readonly canBeOff: CanBeOff;
}

function defineSetting<Value extends ValueSchema, CanBeOff extends boolean>(
  definition: SettingDefinition<Value, CanBeOff>,
): SettingDefinition<Value, CanBeOff> {
  return definition;
}

/** Rules by which active characters answer a message that calls nobody. */
export const WHO_ANSWERS = ['all', 'natural', 'round-robin', 'named'] as const;
export type WhoAnswers = (typeof WHO_ANSWERS)[number];

const STOP_WORD_LENGTH = 40;

/** Every setting there is. Adding one is one entry here: patch, resolver, routes and panels follow. */
export const SETTINGS = {
  historyLines: defineSetting({
    group: 'prompt',
    label: 'History lines',
    description: 'How many lines of the conversation a prompt can hold.',
    schema: z.number().int().min(0).max(500),
    builtIn: 100,
    canBeOff: true,
  }),
  memoryTokens: defineSetting({
    group: 'memory',
    label: 'Memory budget in tokens',
    description: 'How many tokens of memories a prompt can hold. Off means nothing is recalled.',
    schema: z.number().int().min(0).max(20_000),
    builtIn: 1_200,
    canBeOff: true,
  }),
  streaming: defineSetting({
    group: 'replies',
    label: 'Streaming',
    description: 'Whether a reply appears while it is being written, or only when it is finished.',
    schema: z.boolean(),
    builtIn: true,
    canBeOff: false,
  }),
  giveUpMinutes: defineSetting({
    group: 'replies',
    isOfBot: true,
    label: 'Give up after, in minutes',
    description: 'How long a message waits for its reply, or a finished reply for Discord, while something is down.',
    schema: z.number().int().min(5).max(1_440),
    builtIn: 60,
    canBeOff: false,
  }),
  modelFooter: defineSetting({
    group: 'replies',
    label: 'Model footer',
    description: 'Whether small print below a reply says which model made it.',
    schema: z.boolean(),
    builtIn: false,
    canBeOff: false,
  }),
  noAsterisks: defineSetting({
    group: 'text',
    label: 'No asterisks',
    description: 'Whether *actions* lose their asterisks.',
    schema: z.boolean(),
    builtIn: false,
    canBeOff: false,
  }),
  noEmoji: defineSetting({
    group: 'text',
    label: 'No emoji',
    description: 'Whether emoji are taken out of replies.',
    schema: z.boolean(),
    builtIn: false,
    canBeOff: false,
  }),
  shortParagraphs: defineSetting({
    group: 'text',
    label: 'Shorter paragraphs',
    description: 'Whether long paragraphs are parted at the ends of their sentences.',
    schema: z.boolean(),
    builtIn: false,
    canBeOff: false,
  }),
  noStatusBlocks: defineSetting({
    group: 'text',
    label: 'Hide status blocks',
    description: 'Whether code blocks and status tags around a reply are taken out.',
    schema: z.boolean(),
    builtIn: false,
    canBeOff: false,
  }),
  joinSeconds: defineSetting({
    group: 'messages',
    isOfPlace: true,
    label: 'Join quick messages, in seconds',
    description: 'How long a character waits for another message of the same person before it answers.',
    schema: z.number().int().min(0).max(10),
    builtIn: 2,
    canBeOff: true,
  }),
  typingSeconds: defineSetting({
    group: 'messages',
    isOfPlace: true,
    label: 'Wait for typing, in seconds',
    description: 'How long at most a character waits while the person goes on typing.',
    schema: z.number().int().min(0).max(10),
    builtIn: 0,
    canBeOff: true,
  }),
  repeatSeconds: defineSetting({
    group: 'messages',
    isOfPlace: true,
    label: 'Ignore repeats, in seconds',
    description: 'How long the same words of the same person in the same channel are answered only once.',
    schema: z.number().int().min(0).max(60),
    builtIn: 5,
    canBeOff: true,
  }),
  whoAnswers: defineSetting({
    group: 'channels',
    isOfPlace: true,
    label: 'Who answers',
    description: 'Which of the active characters answer a message that calls nobody.',
    schema: z.enum(WHO_ANSWERS),
    builtIn: 'all',
    choices: {
      all: 'All, in order',
      natural: 'Those who are named, then whoever feels like it',
      'round-robin': 'One after another, message by message',
      named: 'Only those who are named',
    },
    canBeOff: false,
  }),
  cooldownSeconds: defineSetting({
    group: 'channels',
    isOfPlace: true,
    label: 'Cooldown in seconds',
    description: 'How long an active character rests after a reply, unless it is called.',
    schema: z.number().int().min(0).max(86_400),
    builtIn: 0,
    canBeOff: true,
  }),
  repliesPerMessage: defineSetting({
    group: 'channels',
    isOfPlace: true,
    label: 'Replies per message',
    description: 'How many replies one message can get from active characters, hand-overs included.',
    schema: z.number().int().min(1).max(MAX_TURNS_PER_TRIGGER),
    builtIn: 5,
    canBeOff: false,
  }),
  handOver: defineSetting({
    group: 'channels',
    isOfPlace: true,
    label: 'Hand-over',
    description: 'Whether an active character that is named in a reply answers it.',
    schema: z.boolean(),
    builtIn: false,
    canBeOff: false,
  }),
  stopWord: defineSetting({
    group: 'channels',
    isOfPlace: true,
    label: 'Stop word',
    description: 'A message that says only this ends what characters still want to say.',
    schema: nameOf(STOP_WORD_LENGTH),
    builtIn: 'stop',
    canBeOff: true,
  }),
  guests: defineSetting({
    group: 'guests',
    isOfBot: true,
    label: 'Guests',
    description: 'Whether people without a key of their own are answered at all.',
    schema: z.boolean(),
    builtIn: true,
    canBeOff: false,
  }),
  guestCallsPerPerson: defineSetting({
    group: 'guests',
    isOfBot: true,
    label: 'Free replies per person and day',
    description: 'How often one person without a key is answered in a day, by UTC.',
    schema: z.number().int().min(1).max(100_000),
    builtIn: 100,
    canBeOff: true,
  }),
  guestCallsPerServer: defineSetting({
    group: 'guests',
    isOfBot: true,
    label: 'Free replies per server and day',
    description: 'How often people without a key are answered in one server in a day, by UTC.',
    schema: z.number().int().min(1).max(1_000_000),
    builtIn: 1_000,
    canBeOff: true,
  }),
} as const;

type Table = typeof SETTINGS;
export type SettingName = keyof Table;
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** What a setting can be set to; null where it can be switched off, and is. */
export type SettingValue<Name extends SettingName> =
  | z.output<Table[Name]['schema']>
  | (Table[Name]['canBeOff'] extends false ? never : null);

/** How a setting is entered. */
export type SettingInput =
  | { kind: 'number'; min: number; max: number }
  | { kind: 'switch' }
  | { kind: 'choice'; choices: Readonly<Record<string, string>> }
  | { kind: 'text'; maxLength: number };

/** Whether only operators and staff set it. */
export function isOfPlace(name: SettingName): boolean {
  const { isOfPlace: isSo }: SettingDefinition<ValueSchema> = SETTINGS[name] as SettingDefinition<ValueSchema>;
  return isSo === true;
}

/** Whether only operators set it. */
export function isOfBot(name: SettingName): boolean {
  const { isOfBot: isSo }: SettingDefinition<ValueSchema> = SETTINGS[name] as SettingDefinition<ValueSchema>;
  return isSo === true;
}

/** How a setting is entered, derived from its schema. */
export function inputOf(name: SettingName): SettingInput {
  // Widened, since the table may have no setting of some kind.
  const { schema, choices = {} } = SETTINGS[name] as SettingDefinition<ValueSchema>;
  switch (schema.type) {
    case 'boolean':
      return { kind: 'switch' };
    case 'enum':
      return {
        kind: 'choice',
        choices: Object.fromEntries(schema.options.map(String).map((word) => [word, choices[word] ?? word])),
      };
    case 'string':
      return { kind: 'text', maxLength: schema.maxLength ?? 100 };
    case 'number':
      return { kind: 'number', min: schema.minValue ?? 0, max: schema.maxValue ?? Number.MAX_SAFE_INTEGER };
  }
}
