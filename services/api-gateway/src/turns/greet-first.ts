import { answerTurn, answerTurnJobId, MAX_CHARACTERS_PER_TRIGGER, type Trigger } from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';
import type { GatewayContext } from '../context.ts';
import { type Statement, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { WAKE_AFTER_MS } from './limits.ts';

/** Whether somebody opens a conversation by this: in direct messages a character says its greeting before its first reply. */
export const mayOpen = ({ kind, place }: Trigger): boolean => place.kind === 'dm' && kind !== 'greeting';

/** What asks for the greeting: a trigger of its own, just before the one that opens the conversation. */
const greetingOf = (trigger: Trigger): Trigger => ({
  id: toSnowflake(toBigInt(trigger.id) - 1n),
  kind: 'greeting',
  place: trigger.place,
  author: trigger.author,
  content: '',
  attachments: [],
});

/**
 * Part of the statement that accepts a trigger, behind its `author`, `asked` and `accepted`: turns in which those who are
 * asked for the first time in this channel greet. The greeting is older than what it precedes, so its turn goes first.
 */
export function greetFirst(trigger: Trigger): Statement {
  const greeting = greetingOf(trigger);
  const channelId = toBigInt(trigger.place.channelId);
  const turnIds = Array.from({ length: MAX_CHARACTERS_PER_TRIGGER }, () => uuidV7());
  return sql`unmet AS (
      SELECT asked.id, asked.name, asked.user_id, (row_number() OVER (ORDER BY asked.number))::int AS number
      FROM accepted, asked JOIN characters c ON c.id = asked.id
      WHERE c.greeting ~ '[^[:space:]]' AND NOT EXISTS (
        SELECT FROM turns met WHERE met.channel_id = ${channelId}::bigint AND met.character_id = asked.id)
    ), greeting AS (
      INSERT INTO triggers (id, kind, channel_id, user_id, facts)
      SELECT ${toBigInt(greeting.id)}::bigint, ${greeting.kind}, ${channelId}::bigint, author.id, ${JSON.stringify(greeting)}::jsonb
      FROM author WHERE EXISTS (SELECT FROM unmet)
      ON CONFLICT (id) DO NOTHING
      RETURNING id
    ), greeted AS (
      INSERT INTO turns (id, trigger_id, position, character_id, character_name, channel_id, user_id, stage, due_at)
      SELECT (${turnIds}::uuid[])[unmet.number], greeting.id, unmet.number - 1, unmet.id, unmet.name,
        ${channelId}::bigint, unmet.user_id, 'accepted', now() + ${WAKE_AFTER_MS} * interval '1 ms'
      FROM greeting, unmet
      RETURNING id
    )`;
}

/** A queue that fails is no error: the sweep enqueues them. */
export async function enqueueGreetings(
  turnIds: readonly string[],
  trigger: Trigger,
  { queues, log }: Pick<GatewayContext, 'queues' | 'log'>,
): Promise<void> {
  const greeting = greetingOf(trigger);
  await Promise.all(
    turnIds.map((turnId) =>
      queues
        .enqueue(answerTurn, { turnId, trigger: greeting, scene: null }, { id: answerTurnJobId(turnId, 0) })
        .catch((error: unknown) =>
          log.warn({ err: error, turnId }, 'greeting was not enqueued, the sweep will try again'),
        ),
    ),
  );
}
