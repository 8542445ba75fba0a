import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake, Timestamp } from './ids.ts';
import { LIMITS } from './limits.ts';
import { rowsOf } from './rows.ts';
import { Text } from './text.ts';

/** Whom an operator can keep out: people and places by Discord's id, characters by ours. */
export const DENIAL_KINDS = ['person', 'server', 'channel', 'character'] as const;
export type DenialKind = (typeof DENIAL_KINDS)[number];

/** `mute`: nothing is answered, and nothing is said about it. `block`: whoever tries is told why and until when. */
export const DENIAL_MODES = ['mute', 'block'] as const;

/** Who or what is kept out, as every listener must know it. */
export const DeniedTarget = z.object({
  kind: z.enum(DENIAL_KINDS),
  targetId: z.union([Snowflake, Id]),
  mode: z.enum(DENIAL_MODES),
  reason: Text.trim().max(LIMITS.denialReason),
  /** Null: until it is taken back. */
  until: Timestamp.nullable(),
});
export type DeniedTarget = z.infer<typeof DeniedTarget>;

export const Denial = DeniedTarget.extend({ id: Id, createdAt: Timestamp, createdBy: Snowflake });
export type Denial = z.infer<typeof Denial>;

/** Keeps somebody or something out; a second denial of the same target replaces the first. */
export const createDenial = defineRoute({
  name: 'denial.create',
  method: 'POST',
  path: '/operator/denials',
  idempotent: true,
  body: DeniedTarget.extend({
    reason: DeniedTarget.shape.reason.default(''),
    until: Timestamp.nullable().default(null),
  }),
  output: Denial,
});

/** Those that hold now, the latest first. */
export const listDenials = defineRoute({
  name: 'denial.list',
  method: 'GET',
  path: '/operator/denials',
  output: z.object({ items: rowsOf('denial', Denial) }),
});

export const deleteDenial = defineRoute({
  name: 'denial.delete',
  method: 'DELETE',
  path: '/operator/denials/:denialId',
  params: z.object({ denialId: Id }),
  output: z.object({}),
});
