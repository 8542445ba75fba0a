import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { Id, Snowflake } from '../ids.ts';
import { LIMITING_TIERS, SETTING_TIERS, SettingsPatch } from './resolve.ts';
import { SETTING_NAMES, SETTINGS, type SettingName } from './table.ts';

export * from './resolve.ts';
export * from './table.ts';
export * from './text-switches.ts';

const Value = z.union([z.number(), z.boolean(), z.string().max(100), z.null()]);
const Name = z.enum(SETTING_NAMES as [SettingName, ...SettingName[]]);

/** A setting as one tier sees it: what holds there and why, and what the tier itself says. */
export const SettingView = z.object({
  name: Name,
  /** Null: off. */
  value: Value,
  source: z.enum(SETTING_TIERS),
  limitedBy: z.enum(LIMITING_TIERS).nullable(),
  /** What this tier says; absent when it inherits. */
  own: Value.optional(),
  /** The limit that this tier sets. */
  ownLimit: Value.optional(),
});
export type SettingView = z.infer<typeof SettingView>;

export const SettingsView = z.object({ items: z.array(SettingView) });
export type SettingsView = z.infer<typeof SettingsView>;

/** A setting goes back to what it inherits by `reset`; otherwise it takes what `values` says, null meaning off. */
export const SettingsChange = z.object({
  values: SettingsPatch.default({}),
  reset: z.array(Name).max(SETTING_NAMES.length).default([]),
});
export type SettingsChange = z.infer<typeof SettingsChange>;

/** The same with limits for everybody who talks under this tier. */
export const LimitingChange = SettingsChange.extend({
  limits: z
    .partialRecord(Name, Value)
    .refine(
      (limits) =>
        Object.entries(limits).every(
          ([name, limit]) => limit === false || SETTINGS[name as SettingName].schema.safeParse(limit).success,
        ),
      'a limit is a number within the bounds of its setting, or false for a switch',
    )
    .default({}),
  resetLimits: z.array(Name).max(SETTING_NAMES.length).default([]),
});
export type LimitingChange = z.infer<typeof LimitingChange>;

const output = SettingsView;

/** `character` is for its owner and holds for everybody who talks to it; `user-character` is the caller's own with it. */
const personal = {
  params: z.object({ tier: z.enum(['user', 'user-character', 'character']) }),
  query: z.object({ characterId: Id.optional(), channelId: Snowflake.optional() }),
};

/** @throws `invalid-input` without the character that the tier is about; `not-found` or `forbidden` when it is not the caller's */
export const readSettings = defineRoute({
  name: 'settings.read',
  method: 'GET',
  path: '/user/settings/:tier',
  ...personal,
  output,
});

export const changeSettings = defineRoute({
  name: 'settings.change',
  method: 'PATCH',
  path: '/user/settings/:tier',
  ...personal,
  body: SettingsChange,
  output,
});

/** Of the caller's server, or of one of its channels. */
const staffed = {
  params: z.object({ tier: z.enum(['guild', 'channel']) }),
  query: z.object({ channelId: Snowflake.optional() }),
};

export const readStaffSettings = defineRoute({
  name: 'settings.read-staff',
  method: 'GET',
  path: '/staff/settings/:tier',
  ...staffed,
  output,
});

/** @throws `forbidden` for a channel of another server */
export const changeStaffSettings = defineRoute({
  name: 'settings.change-staff',
  method: 'PATCH',
  path: '/staff/settings/:tier',
  ...staffed,
  body: LimitingChange,
  output,
});

export const readOperatorSettings = defineRoute({
  name: 'settings.read-operator',
  method: 'GET',
  path: '/operator/settings',
  output,
});

export const changeOperatorSettings = defineRoute({
  name: 'settings.change-operator',
  method: 'PATCH',
  path: '/operator/settings',
  body: LimitingChange,
  output,
});
