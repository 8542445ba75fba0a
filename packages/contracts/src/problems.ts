import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake, Timestamp } from './ids.ts';

import { rowsOf } from './rows.ts';
import { TurnStage } from './turns.ts';

/** Something that went wrong with a turn, though it may have been answered in the end. */
export const TurnProblem = z.object({
  turnId: Id,
  characterName: z.string(),
  channelId: Snowflake,
  stage: TurnStage,
  attempts: z.int(),
  problem: z.string(),
  at: Timestamp,
  /** Under which the log has it; null when nobody knows. */
  traceId: z.string().nullable(),
});
export type TurnProblem = z.infer<typeof TurnProblem>;

/** Of the last week: the latest first, and how many there were of each kind. */
export const listProblems = defineRoute({
  name: 'problem.list',
  method: 'GET',
  path: '/operator/problems',
  query: z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) }),
  output: z.object({
    items: rowsOf('turn', TurnProblem),
    page: z.number(),
    pages: z.number(),
    total: z.int(),
    /** By what went wrong, most frequent first; calls to vendors that failed beside it. */
    kinds: z.array(z.object({ problem: z.string(), count: z.int() })),
    failedCalls: z.array(z.object({ vendor: z.string(), model: z.string(), count: z.int() })),
  }),
});
