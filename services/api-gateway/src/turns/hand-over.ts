import {
  findName,
  fold,
  MAX_ACTIVE_CHARACTERS,
  readTier,
  resolveSettings,
  type Trigger,
  withoutLinksAndCode,
  withParent,
} from '@tzurot/contracts';
import type { PoolClient } from 'pg';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import { query, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { isCallable } from './callable.ts';
import { WAKE_AFTER_MS } from './limits.ts';

/**
 * Selects who else is active where turn `t` is, with what they are called, and whether one may hand over to another
 * there; null where nobody else is. `ch` is its channel.
 */
export const othersActive = sql`(
  SELECT json_build_object(
    'others', json_agg(json_build_object('id', other.character_id,
      'names', (SELECT json_agg(name) FROM aliases WHERE character_id = other.character_id AND user_id IS NULL AND (guild_id IS NULL OR guild_id = ch.guild_id)))
      ORDER BY other.position),
    'turns', (SELECT count(*)::int FROM turns WHERE trigger_id = t.trigger_id),
    'operator', (SELECT settings FROM operator_settings LIMIT 1), 'guild', (SELECT settings FROM guilds WHERE id = ch.guild_id),
    'parent', (SELECT settings FROM channels WHERE id = ch.parent_id), 'channel', ch.settings)
  FROM active_characters other
  WHERE other.channel_id IN (ch.id, ch.parent_id) AND other.character_id <> t.character_id
    AND NOT EXISTS (SELECT FROM turns had WHERE had.trigger_id = t.trigger_id AND had.character_id = other.character_id)
  HAVING count(*) > 0)`;

const StoredSettings = z.unknown().transform(readTier);

export const OthersActive = z.object({
  /** Active there without having been asked about this message. */
  others: z.array(z.object({ id: z.string(), names: z.array(z.string()).nullable() })),
  /** That the message has by now. */
  turns: z.int(),
  operator: StoredSettings,
  guild: StoredSettings,
  parent: StoredSettings,
  channel: StoredSettings,
});
type OthersActive = z.infer<typeof OthersActive>;

/** Whom a reply names of those who may answer it, in the order of their names. */
export function findNext(reply: string, { others, turns, operator, guild, parent, channel }: OthersActive): string[] {
  const settings = resolveSettings({ operator, guild, channel: withParent(channel, parent) });
  if (!settings.handOver.value) return [];
  const folded = fold(withoutLinksAndCode(reply));
  return others
    .map(({ id, names }) => {
      const places = (names ?? []).map((name) => findName(folded, fold(name).trim())).filter((at) => at !== -1);
      return { id, at: Math.min(...places) };
    })
    .filter(({ at }) => Number.isFinite(at))
    .toSorted((a, b) => a.at - b.at)
    .map(({ id }) => id)
    .slice(0, Math.max(0, settings.repliesPerMessage.value - turns));
}

/**
 * Lets characters answer the reply of turn `turnId`, behind everybody who answers the same message. Before the turn ends, so that the
 * message stays open; whoever ends it wakes them.
 */
export async function handOver(
  tx: PoolClient,
  { turnId, trigger, characterIds }: { turnId: string; trigger: Trigger; characterIds: readonly string[] },
): Promise<void> {
  const turnIds = Array.from({ length: MAX_ACTIVE_CHARACTERS }, () => uuidV7());
  await query(
    tx,
    sql`INSERT INTO turns (id, trigger_id, position, character_id, character_name, channel_id, user_id, stage, is_optional, due_at)
        SELECT (${turnIds}::uuid[])[next.number], t.trigger_id,
          (SELECT max(position) FROM turns WHERE trigger_id = t.trigger_id) + next.number, c.id, c.name, t.channel_id, t.user_id,
          'waiting', TRUE, now() + ${WAKE_AFTER_MS} * interval '1 ms'
        FROM turns t, unnest(${[...characterIds]}::uuid[]) WITH ORDINALITY AS next (id, number)
        JOIN characters c ON c.id = next.id
        WHERE t.id = ${turnId}::uuid AND t.trigger_id = ${toBigInt(trigger.id)}::bigint AND ${isCallable(trigger)}`,
  );
}
