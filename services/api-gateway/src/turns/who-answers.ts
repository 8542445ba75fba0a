import { createHash } from 'node:crypto';
import { type ActiveCharacters, snowflakeTimeMs } from '@tzurot/contracts';
import { z } from 'zod';
import { type Database, query, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';

/** What the ledger knows of a character that is active in a channel. */
export interface OnTheFloor {
  characterId: string;
  /** In percent. */
  talkativeness: number;
  /** The last message there that it answered; null when there is none. */
  lastTriggerId: string | null;
}

/**
 * Which active characters answer a message that calls nobody, in their order. The same message always gets the same
 * answer: what looks like chance comes from its id.
 * Natural order as SillyTavern has it: whoever is named, in the order of the names; then whoever feels like it, in
 * chance order; and where nobody does, one of those who are not entirely shy.
 */
export function whoAnswers(active: ActiveCharacters, floor: readonly OnTheFloor[], triggerId: string): string[] {
  const known = new Map(floor.map((each) => [each.characterId, each]));
  const named = active.named.filter((id) => known.has(id));
  const rested = active.characterIds.filter((id) => {
    const each = known.get(id);
    return each !== undefined && !isResting(each, active.cooldownSeconds, triggerId);
  });
  return [...new Set(choose())].slice(0, active.repliesPerMessage);

  function choose(): readonly string[] {
    switch (active.whoAnswers) {
      case 'all':
        return active.characterIds.filter((id) => rested.includes(id) || named.includes(id));
      case 'named':
        return named;
      case 'round-robin':
        return named.length > 0 ? named : nextInRound(active.characterIds, rested, floor);
      case 'natural': {
        const shuffled = rested.toSorted((a, b) => chance(triggerId, a, 'order') - chance(triggerId, b, 'order'));
        const talkativeness = (id: string) => known.get(id)?.talkativeness ?? 0;
        const eager = shuffled.filter((id) => talkativeness(id) > chance(triggerId, id, 'mood') * 100);
        const speakers = [...named, ...eager];
        return speakers.length > 0 ? speakers : shuffled.filter((id) => talkativeness(id) > 0).slice(0, 1);
      }
    }
  }
}

function isResting({ lastTriggerId }: OnTheFloor, cooldownSeconds: number, triggerId: string): boolean {
  if (lastTriggerId === null) return false;
  return snowflakeTimeMs(triggerId) - snowflakeTimeMs(lastTriggerId) < cooldownSeconds * 1_000;
}

/** Whoever stands behind the last one who answered. */
function nextInRound(order: readonly string[], rested: readonly string[], floor: readonly OnTheFloor[]): string[] {
  const lastTo = ({ lastTriggerId }: OnTheFloor) => BigInt(lastTriggerId ?? 0);
  const [last] = floor
    .filter(({ lastTriggerId }) => lastTriggerId !== null)
    .toSorted((a, b) => (lastTo(a) < lastTo(b) ? 1 : -1));
  const start = last === undefined ? 0 : order.indexOf(last.characterId) + 1;
  return [...order.slice(start), ...order.slice(0, start)].filter((id) => rested.includes(id)).slice(0, 1);
}

/** From 0 to 1, always the same for the same message and character. */
function chance(triggerId: string, characterId: string, about: string): number {
  return createHash('sha256').update(`${triggerId} ${characterId} ${about}`).digest().readUInt32BE() / 2 ** 32;
}

const FloorRow = z.object({
  character_id: z.string(),
  talkativeness: z.int(),
  last_trigger_id: z.string().nullable(),
});

/** Of these characters, those there are, with what they answered in a channel before a message. */
export async function readFloor(
  db: Database,
  { characterIds, channelId, triggerId }: { characterIds: readonly string[]; channelId: string; triggerId: string },
): Promise<OnTheFloor[]> {
  const rows = await query(
    db,
    sql`SELECT c.id AS character_id, c.talkativeness, (
            SELECT max(t.trigger_id) FROM turns t
            WHERE t.channel_id = ${toBigInt(channelId)}::bigint AND t.character_id = c.id
              AND t.trigger_id < ${toBigInt(triggerId)}::bigint AND t.stage NOT IN ('refused', 'expired', 'failed')
          ) AS last_trigger_id
        FROM characters c WHERE c.id = ANY(${[...characterIds]}::uuid[])`,
    FloorRow,
  );
  return rows.map(({ character_id: characterId, talkativeness, last_trigger_id: last }) => ({
    characterId,
    talkativeness,
    lastTriggerId: last === null ? null : toSnowflake(last),
  }));
}
