import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake, Timestamp } from './ids.ts';
import { PAGE_SIZE } from './limits.ts';
import { rowsOf } from './rows.ts';

/** Something that was done to what belongs to others, and by whom. */
export const AuditEntry = z.object({
  id: Id,
  /** Who did it. */
  actorId: Snowflake,
  /** What they and what it was done to are called; null for what is gone or unknown. */
  actorName: z.string().nullable(),
  targetName: z.string().nullable(),
  /** `noun.verb`, such as `character.hide`. */
  action: z.string().max(40),
  /** What it was done to: an id of Discord's or ours. */
  targetId: z.string().max(36),
  /** What else is worth knowing, such as the name that something had. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  createdAt: Timestamp,
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The latest first. */
export const listAudits = defineRoute({
  name: 'audit.list',
  method: 'GET',
  path: '/operator/audits',
  query: z.object({
    page: z.coerce.number().int().min(1).max(10_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(25).default(PAGE_SIZE),
  }),
  output: z.object({ items: rowsOf('audit', AuditEntry), page: z.number(), pages: z.number() }),
});
