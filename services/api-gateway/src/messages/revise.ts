import {
  joinParts,
  type RouteRequest,
  type reviseMessage,
  splitParts,
  TRIGGER_REVISED_CHANNEL,
  type TriggerPart,
} from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { TERMS_VERSION, toTerms } from '../memory/ranking/words.ts';
import { textOf } from '../turns/text-of.ts';

const LockedRow = z.object({
  id: z.string(),
  /** Of the messages that are answered with it; none for one message. */
  part_ids: z.array(z.string()),
  part_lengths: z.array(z.int()),
  /** What it says until now: while it waits, or as history has it. */
  standing: z.string().nullable(),
  is_waiting: z.boolean(),
});
type LockedRow = z.infer<typeof LockedRow>;
const ChangedRow = z.object({ turn_id: z.string(), owner_id: z.string() });

type Said = RouteRequest<typeof reviseMessage>['body'];

/**
 * Gives a trigger the text that its author has made of it, wherever the old one is: in the waiting turn, in history, and
 * in memory with its stems; the database forgets the vectors of what changes, and new ones are made.
 * @returns false when it is nobody's trigger, or was withdrawn
 */
export async function revise(
  messageId: string,
  said: Said,
  { pool, state, log, embedLater }: Pick<GatewayContext, 'pool' | 'state' | 'log' | 'embedLater'>,
): Promise<boolean> {
  const messageKey = toBigInt(messageId);
  const changed = await inTransaction(pool, async (tx) => {
    // Locked first: a turn that settles at the same moment has written its line and memory before they are looked for.
    const trigger = await queryOne(
      tx,
      sql`SELECT id, part_ids, part_lengths, facts IS NOT NULL AS is_waiting,
            coalesce(facts ->> 'content', (
              SELECT text FROM history_lines WHERE trigger_id = triggers.id AND speaker = 'person' LIMIT 1)) AS standing
          FROM triggers
          WHERE (id = ${messageKey}::bigint OR part_ids @> ARRAY[${messageKey}::bigint]) AND withdrawn_at IS NULL FOR UPDATE`,
      LockedRow,
    );
    if (trigger === null) return null;
    const whole = trigger.part_ids.length === 0 ? said : withPart(trigger, messageId, said.content);
    if (whole === null) return null;
    const id = toBigInt(trigger.id);
    const text = textOf({ attachments: [], ...whole });
    const kept = await query(
      tx,
      sql`WITH waiting AS (
            UPDATE triggers SET facts = facts || ${JSON.stringify(whole)}::jsonb,
              part_lengths = ${('parts' in whole ? whole.parts : []).map(({ length }) => length)}::int[]
            WHERE id = ${id}::bigint
          ), lines AS (
            UPDATE history_lines SET text = ${text} WHERE trigger_id = ${id}::bigint AND speaker = 'person'
          )
          UPDATE memory_items SET body = ${text}, terms = ${toTerms(text)}::text[], terms_version = ${TERMS_VERSION}
          WHERE source_message_ids @> ARRAY[${id}::bigint] AND speaker = 'person'
          RETURNING exchange_id AS turn_id, owner_id`,
      ChangedRow,
    );
    return {
      kept,
      triggerId: toSnowflake(trigger.id),
      // Its text is another one, and some turn of it has not ended.
      isAwaited: trigger.is_waiting && trigger.standing !== whole.content,
    };
  });
  if (changed === null) return false;
  for (const { turn_id: turnId, owner_id: ownerId } of changed.kept) embedLater?.({ turnId, ownerId });
  if (changed.isAwaited) await tellWorkers(changed.triggerId, { state, log });
  return true;
}

/** What several messages that are answered as one say with another text of one of them; null when that cannot be told any more. */
function withPart(
  { id, part_ids: others, part_lengths: lengths, standing }: LockedRow,
  messageId: string,
  content: string,
): { content: string; parts: TriggerPart[] } | null {
  const parts = [...others, id].map((part, index) => ({ id: toSnowflake(part), length: lengths[index] ?? 0 }));
  const texts = splitParts(standing ?? '', parts)?.map((text, index) =>
    parts[index]?.id === messageId ? content : text,
  );
  if (texts === undefined) return null;
  return {
    content: joinParts(texts),
    parts: parts.map((each, index) => ({ ...each, length: texts[index]?.length ?? 0 })),
  };
}

/** Lets a worker that is at it answer the new text; when nobody hears, what is answered is the old one. */
async function tellWorkers(triggerId: string, { state, log }: Pick<GatewayContext, 'state' | 'log'>): Promise<void> {
  try {
    await state.publish(TRIGGER_REVISED_CHANNEL, { triggerId });
  } catch (error) {
    log.warn({ err: error, triggerId }, 'workers could not be told of an edit');
  }
}
