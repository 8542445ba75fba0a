import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake, Timestamp } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Text } from './text.ts';

/** A line of the visible history between one character and a channel, oldest first. */
export const HistoryLine = z.object({
  /** Every Discord message that carries this line; a long reply has several. */
  messageIds: z.array(Snowflake),
  speaker: z.enum(['character', 'person']),
  /** The person who spoke; null for the character's own lines. */
  personId: Snowflake.nullable(),
  name: Text.max(LIMITS.characterName),
  text: Text,
  saidAt: Timestamp,
});
export type HistoryLine = z.infer<typeof HistoryLine>;

const params = z.object({ characterId: Id });

/** Moves the epoch to now: what was said before no longer enters prompts that the caller triggers. Memories stay. */
export const clearHistory = defineRoute({
  name: 'history.clear',
  method: 'POST',
  path: '/user/histories/:characterId/clear',
  params,
  output: z.object({ characterName: z.string(), hiddenLines: z.number().int(), since: Timestamp }),
});

/** Puts the epoch back to where it was before the last clear, once. @throws `conflict` when there is nothing to undo */
export const undoClearHistory = defineRoute({
  name: 'history.undo',
  method: 'POST',
  path: '/user/histories/:characterId/undo',
  params,
  output: z.object({ characterName: z.string(), since: Timestamp.nullable() }),
});

/** How much of what the caller and a character said to each other counts. */
export const readHistoryStats = defineRoute({
  name: 'history.read-stats',
  method: 'GET',
  path: '/user/histories/:characterId/stats',
  params,
  output: z.object({
    characterName: z.string(),
    countedLines: z.number().int(),
    hiddenLines: z.number().int(),
    /** From when history counts; null for the very beginning. */
    since: Timestamp.nullable(),
  }),
});

/**
 * From now on nothing that was said in a channel before counts there, for anybody; with `undo`, everything does again.
 * Memories stay. @throws `forbidden` for a channel of another server
 */
export const resetChannelHistory = defineRoute({
  name: 'history.reset-channel',
  method: 'POST',
  path: '/staff/channels/:channelId/reset-history',
  idempotent: true,
  params: z.object({ channelId: Snowflake }),
  body: z.object({ undo: z.boolean().default(false) }),
  output: z.object({ since: Timestamp.nullable() }),
});
