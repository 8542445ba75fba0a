import { z } from 'zod';
import { inputOf, isOfBot, isOfPlace, SETTING_NAMES, SETTINGS, type SettingName, type SettingValue } from './table.ts';

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
export type StoredTier = Exclude<SettingTier, 'built-in'>;

/** Those whose settings other people talk under, so that their staff may set limits. */
export const LIMITING_TIERS = ['operator', 'guild', 'channel'] as const satisfies StoredTier[];
export type LimitingTier = (typeof LIMITING_TIERS)[number];

type PatchShape = { [Name in SettingName]: z.ZodOptional<z.ZodType<SettingValue<Name>, SettingValue<Name>>> };

function shapeOf(schemaOf: (name: SettingName) => z.ZodType): PatchShape {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, schemaOf(name).optional()])) as unknown as PatchShape;
}

const valueSchema = (name: SettingName): z.ZodType =>
  SETTINGS[name].canBeOff ? SETTINGS[name].schema.nullable() : SETTINGS[name].schema;

/** The most that a lower tier may have: a number, or `false` for a switch that must stay off. Words have no order. */
const limitSchema = (name: SettingName): z.ZodType => {
  const { kind } = inputOf(name);
  return kind === 'number' ? SETTINGS[name].schema : kind === 'switch' ? z.literal(false) : z.never();
};

/** Values of one tier. An absent one inherits; null switches the setting off. */
export const SettingsPatch = z.object(shapeOf(valueSchema));
export type SettingsPatch = z.output<typeof SettingsPatch>;

const SettingsLimits = z.object(shapeOf(limitSchema));
export type SettingsLimits = z.output<typeof SettingsLimits>;

/** What one tier says. */
export interface TierSettings {
  values: SettingsPatch;
  /** No value of any tier exceeds them where this tier holds. */
  limits: SettingsLimits;
}

/** A value with the tier that gave it, and the limit that lowered it, if one did. */
export interface EffectiveSetting<Value> {
  value: Value;
  source: SettingTier;
  limitedBy: LimitingTier | null;
}
export type EffectiveSettings = { [Name in SettingName]: EffectiveSetting<SettingValue<Name>> };

const Stored = z
  .object({ values: z.record(z.string(), z.unknown()), limits: z.record(z.string(), z.unknown()) })
  .partial();

/** What a tier has stored. A setting that is not understood any more is as if it were not there, and takes no other with it. */
export function readTier(stored: unknown): TierSettings {
  const { values = {}, limits = {} } = Stored.safeParse(stored).data ?? {};
  return { values: readEach(SettingsPatch, values), limits: readEach(SettingsLimits, limits) };
}

function readEach<Shape extends z.ZodObject>(schema: Shape, stored: Record<string, unknown>): z.output<Shape> {
  const kept = Object.entries(stored).filter(([name, value]) => schema.shape[name]?.safeParse(value).success === true);
  return Object.fromEntries(kept) as z.output<Shape>;
}

/** What holds in a thread: its own settings, else those of the channel it belongs to; limits of both. */
export function withParent(own: TierSettings, parent: TierSettings): TierSettings {
  const limits = Object.entries({ ...parent.limits, ...own.limits }).map(([name, limit]) => {
    const other = parent.limits[name as SettingName];
    return [name, typeof limit === 'number' && typeof other === 'number' ? Math.min(limit, other) : limit];
  });
  return { values: { ...parent.values, ...own.values }, limits: Object.fromEntries(limits) as SettingsLimits };
}

/** Resolves every setting from what the tiers say: the nearest tier's value, lowered by every limit. */
export function resolveSettings(tiers: Partial<Record<StoredTier, Partial<TierSettings>>>): EffectiveSettings {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, resolve(name, tiers)])) as unknown as EffectiveSettings;
}

type AnyValue = SettingValue<SettingName>;

function resolve(
  name: SettingName,
  tiers: Partial<Record<StoredTier, Partial<TierSettings>>>,
): EffectiveSetting<AnyValue> {
  const said = (tier: StoredTier): AnyValue | undefined => tiers[tier]?.values?.[name];
  const nearest = SETTING_TIERS.toReversed().find(
    (tier): tier is StoredTier => tier !== 'built-in' && said(tier) !== undefined && hasSay(tier, name),
  );
  const value = nearest === undefined ? SETTINGS[name].builtIn : (said(nearest) ?? null);
  let effective: EffectiveSetting<AnyValue> = { value, source: nearest ?? 'built-in', limitedBy: null };
  for (const tier of LIMITING_TIERS) {
    const limit = tiers[tier]?.limits?.[name];
    if (limit !== undefined && limit !== null && exceeds(effective.value, limit))
      effective = { ...effective, value: limit, limitedBy: tier };
  }
  return effective;
}

/** What is about a place is for those who rule it, and what the operator pays for is for operators. */
function hasSay(tier: StoredTier, name: SettingName): boolean {
  if (isOfBot(name)) return tier === 'operator';
  return isLimiting(tier) || !isOfPlace(name);
}

const isLimiting = (tier: SettingTier): boolean => LIMITING_TIERS.some((each) => each === tier);

function exceeds(value: AnyValue, limit: AnyValue): boolean {
  if (typeof value === 'number' && typeof limit === 'number') return value > limit;
  return Boolean(value) && typeof limit === 'boolean' && !limit;
}
