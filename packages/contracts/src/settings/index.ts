import { z } from 'zod';

/** From the weakest to the strongest. A user × character value is nearest to the turn, so it wins. */
export const SETTING_TIERS = [
  'built-in',
  'operator',
  'character',
  'guild',
  'channel',
  'user',
  'user-character',
] as const;
export type SettingTier = (typeof SETTING_TIERS)[number];

interface SettingDefinition<Value extends z.ZodType> {
  readonly label: string;
  readonly description: string;
  readonly schema: Value;
  readonly builtIn: z.output<Value>;
}

function defineSetting<Value extends z.ZodType>(definition: SettingDefinition<Value>): SettingDefinition<Value> {
  return definition;
}

/** Every setting there is. Adding one is one entry here. */
export const SETTINGS = {
  historyLines: defineSetting({
    label: 'History lines',
    description: 'How many stored lines of a conversation a prompt may hold.',
    schema: z.number().int().min(0).max(500),
    builtIn: 100,
  }),
  memoryTokens: defineSetting({
    label: 'Memory budget',
    description: 'How many tokens of recalled memories a prompt may hold; 0 recalls nothing.',
    schema: z.number().int().min(0).max(20_000),
    builtIn: 800,
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;
type SettingValues = { [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> };

/** What one tier says. An absent field inherits; `null` switches the setting off. */
export const SettingsPatch = z
  .object({
    historyLines: SETTINGS.historyLines.schema.nullable(),
    memoryTokens: SETTINGS.memoryTokens.schema.nullable(),
  })
  .partial();
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** A value with the tier that gave it. */
export interface EffectiveSetting<Value> {
  value: Value;
  source: SettingTier;
}
export type EffectiveSettings = { [Name in SettingName]: EffectiveSetting<SettingValues[Name] | null> };

/** Resolves every setting from what the tiers say; `null` in the result means off. */
export function resolveSettings(tiers: Partial<Record<SettingTier, SettingsPatch>>): EffectiveSettings {
  const resolve = <Name extends SettingName>(name: Name): EffectiveSetting<SettingValues[Name] | null> => {
    for (const source of SETTING_TIERS.toReversed()) {
      const said = tiers[source]?.[name];
      if (said !== undefined) return { value: said, source };
    }
    return { value: SETTINGS[name].builtIn, source: 'built-in' };
  };
  return { historyLines: resolve('historyLines'), memoryTokens: resolve('memoryTokens') };
}
