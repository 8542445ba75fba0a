import { z } from 'zod';

/** What a setting's value may be: a number within bounds, a switch, or one of some words. */
type ValueSchema = z.ZodNumber | z.ZodBoolean | z.ZodEnum;

/** Panels show the settings of a group together. */
export const SETTING_GROUPS = { prompt: 'Prompt', memory: 'Memory', replies: 'Replies' } as const;
export type SettingGroup = keyof typeof SETTING_GROUPS;

interface SettingDefinition<Value extends ValueSchema> {
  readonly group: SettingGroup;
  /** At most 45 characters, Discord's limit for the label of an input. */
  readonly label: string;
  /** One line of at most 100 characters. */
  readonly description: string;
  readonly schema: Value;
  readonly builtIn: z.output<Value>;
  /** Whether it can be switched off altogether, which is not the same as its smallest value. */
  readonly canBeOff: boolean;
}

function defineSetting<Value extends ValueSchema>(definition: SettingDefinition<Value>): SettingDefinition<Value> {
  return definition;
}

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
    builtIn: 800,
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
  | { kind: 'choice'; choices: readonly string[] };

/** How a setting is entered, derived from its schema. */
export function inputOf(name: SettingName): SettingInput {
  // Widened, since the table may have no setting of some kind.
  const { schema } = SETTINGS[name] as SettingDefinition<ValueSchema>;
  switch (schema.type) {
    case 'boolean':
      return { kind: 'switch' };
    case 'enum':
      return { kind: 'choice', choices: schema.options.map(String) };
    case 'number':
      return { kind: 'number', min: schema.minValue ?? 0, max: schema.maxValue ?? Number.MAX_SAFE_INTEGER };
  }
}
