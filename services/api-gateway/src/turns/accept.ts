import {
  type ActiveCharacters,
  type acceptTrigger,
  MAX_CHARACTERS_PER_TRIGGER,
  MAX_TURNS_PER_TRIGGER,
  type RouteOutput,
  type RouteRequest,
  type Trigger,
  TurnStage,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import type { GatewayContext, PersonLimit } from '../context.ts';
import { type Database, query, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { keepUser } from '../users/users.ts';
import { explainSilence, isCallable } from './callable.ts';
import { enqueueGreetings, greetFirst, mayOpen } from './greet-first.ts';
import { WAKE_AFTER_MS } from './limits.ts';
import { interrupt } from './quiet.ts';
import { readFloor, whoAnswers } from './who-answers.ts';
import { withdraw } from './withdraw.ts';

type Accepted = RouteOutput<typeof acceptTrigger>;
const AskedTurn = z.object({ turnId: z.string(), characterId: z.string(), stage: TurnStage });
type AskedTurn = z.infer<typeof AskedTurn>;
type Select = ReturnType<typeof sql>;

/**
 * Takes a trigger into the ledger with a turn per character that its author may talk to; a second time tells of the first.
 * @throws AppError `unavailable` while it cannot be told yet who said the message that it replies to
 */
export async function accept(body: RouteRequest<typeof acceptTrigger>['body'], ctx: AcceptContext): Promise<Accepted> {
  const { trigger, active, replacesId } = body;
  const answered = replacesId === undefined ? null : await takeOver(replacesId, ctx);
  if (answered !== null) return answered;
  const isVolunteered = active !== undefined && body.characterIds.length === 0;
  const accepted = await take(
    {
      trigger,
      characterIds: isVolunteered ? await chooseSpeakers(ctx.pool, trigger, active) : body.characterIds,
      repliesToOurs: body.repliesToOurs ?? false,
      isVolunteered,
    },
    ctx,
  );
  if (isVolunteered || accepted.status === 'accepted') {
    const newest = { channelId: trigger.place.channelId, messageId: trigger.id };
    // The message is accepted whatever becomes of this.
    await interrupt(newest, ctx).catch((error: unknown) =>
      ctx.log.warn({ err: error, triggerId: trigger.id }, 'older turns were not interrupted'),
    );
  }
  return accepted;
}

/**
 * A proxy says a message again: what is not answered yet is given up for it.
 * @returns what became of the original when it is answered: then the copy is not
 */
async function takeOver(originalId: string, ctx: AcceptContext): Promise<Accepted | null> {
  const first = await recallFirst(ctx.pool, originalId);
  if (first === null) return null;
  const isAnswered = first.turns.some(({ stage }) => stage === 'spoken' || stage === 'settled');
  if (isAnswered) return { ...first, needsScene: false };
  await withdraw(originalId, ctx);
  return null;
}

async function chooseSpeakers(db: Database, trigger: Trigger, active: ActiveCharacters): Promise<string[]> {
  const { characterIds, cooldownSeconds, repliesPerMessage } = active;
  // Mostly everybody answers, and nothing has to be known for that.
  if (active.whoAnswers === 'all' && cooldownSeconds === 0) return characterIds.slice(0, repliesPerMessage);
  const floor = await readFloor(db, { characterIds, channelId: trigger.place.channelId, triggerId: trigger.id });
  return whoAnswers(active, floor, trigger.id);
}

interface Asked {
  trigger: Trigger;
  characterIds: readonly string[];
  /** Nobody called them: they answer because they are active. */
  isVolunteered: boolean;
}

async function take(
  { trigger, characterIds, repliesToOurs, isVolunteered }: Asked & { repliesToOurs: boolean },
  ctx: AcceptContext,
): Promise<Accepted> {
  const { pool } = ctx;
  // Most messages call somebody and answer nothing, and their author is known: then there is nothing to look for first.
  if (characterIds.length > 0 && trigger.repliesToId === undefined) {
    const { turns, limitedForMs } = await insert(ctx, {
      trigger,
      author: asNamed(trigger.author),
      characterIds,
      isVolunteered,
    });
    if (turns.length > 0) return { status: 'accepted', needsScene: true, turns };
    if (limitedForMs !== null) return limited(pool, trigger, limitedForMs);
  }
  const seen = await lookAround(pool, trigger);
  if (repliesToOurs && seen.replied_to === null && seen.may_be_unrecorded)
    throw new AppError('unavailable', 'a post in the channel is not recorded yet, and this may reply to it');
  const userId = seen.user_id ?? (await keepUser(pool, trigger.author)).id;
  const asked = new Set(characterIds);
  if (seen.replied_to !== null) asked.add(seen.replied_to);
  if (asked.size === 0 && seen.current_character !== null) asked.add(seen.current_character);

  const author = sql`SELECT ${userId}::uuid AS id`;
  const { turns, limitedForMs } =
    asked.size === 0
      ? { turns: [], limitedForMs: null }
      : await insert(ctx, { trigger, author, characterIds: [...asked], isVolunteered });
  if (turns.length > 0) return { status: 'accepted', needsScene: true, turns };
  if (limitedForMs !== null) return limited(pool, trigger, limitedForMs);
  return (await recallFirst(pool, trigger.id)) ?? { ...IGNORED, ...(await explainSilence(pool, trigger, [...asked])) };
}

type AcceptContext = Pick<GatewayContext, 'pool' | 'queues' | 'state' | 'log' | 'personLimit'>;

const IGNORED: Accepted = { status: 'ignored', needsScene: false, turns: [] };

/** Not accepted for now, unless it was before: other messages of the time before it may have come later than it did. */
async function limited(db: Database, { id }: Trigger, limitedForMs: number): Promise<Accepted> {
  return (await recallFirst(db, id)) ?? { ...IGNORED, limitedForMs };
}

const Surroundings = z.object({
  /** Null when new, or renamed since. */
  user_id: z.string().nullable(),
  /** The character who spoke the message replied to. */
  replied_to: z.string().nullable(),
  /** In a DM, whom the person talked to last. */
  current_character: z.string().nullable(),
  /** A turn is speaking, and what is replied to is newer than what it answers: it may be what was just said. */
  may_be_unrecorded: z.boolean(),
});
type Surroundings = z.infer<typeof Surroundings>;

async function lookAround(db: Database, { author, place, repliesToId }: Trigger): Promise<Surroundings> {
  const repliesTo = repliesToId === undefined ? null : toBigInt(repliesToId);
  const channelId = toBigInt(place.channelId);
  const row = await queryOne(
    db,
    sql`SELECT
          (${asNamed(author)}) AS user_id,
          (SELECT turn.character_id FROM posts post JOIN turns turn ON turn.id = post.turn_id
            WHERE post.message_id = ${repliesTo}::bigint) AS replied_to,
          (SELECT current_character_id FROM channels
            WHERE id = ${channelId}::bigint AND kind = 'dm') AS current_character,
          EXISTS (SELECT FROM turns t
            WHERE channel_id = ${channelId}::bigint AND ended_at IS NULL AND trigger_id < ${repliesTo}::bigint
              AND EXISTS (SELECT FROM posts WHERE turn_id = t.id)) AS may_be_unrecorded`,
    Surroundings,
  );
  if (row === null) throw new Error('a select without a table gave no row');
  return row;
}

/** Selects the user of a Discord account, unless it is new or was renamed since. */
function asNamed({ id, name }: Trigger['author']): Select {
  return sql`SELECT id FROM users WHERE discord_id = ${toBigInt(id)}::bigint AND name = ${name}`;
}

/**
 * One statement, so that a trigger is there with all its turns or not at all. Gives no turns for a duplicate.
 * @param author selects the user's id; nothing is done when it gives none
 */
async function insert(
  ctx: AcceptContext,
  { trigger, author, characterIds, isVolunteered }: Asked & { author: Select },
): Promise<{ turns: AskedTurn[]; limitedForMs: number | null }> {
  const { place } = trigger;
  const triggerId = toBigInt(trigger.id);
  const channelId = toBigInt(place.channelId);
  const turnIds = Array.from({ length: MAX_TURNS_PER_TRIGGER }, () => uuidV7());
  const greets = mayOpen(trigger);
  const { parts = [] } = trigger;
  const otherParts = parts.filter(({ id }) => id !== trigger.id);
  const row = await queryOne(
    ctx.pool,
    sql`WITH author AS (${author}), wait AS (${waitOf(trigger, ctx.personLimit)}), callable AS (
          SELECT c.id, c.name, author.id AS user_id, (row_number() OVER (ORDER BY listed.position))::int AS number
          FROM author, unnest(${characterIds}::uuid[]) WITH ORDINALITY AS listed (id, position)
          JOIN characters c ON c.id = listed.id
          WHERE ${isCallable(trigger)}
          ORDER BY listed.position LIMIT ${isVolunteered ? MAX_TURNS_PER_TRIGGER : MAX_CHARACTERS_PER_TRIGGER}::int
        ), asked AS (
          SELECT callable.* FROM callable WHERE NOT EXISTS (SELECT FROM wait WHERE ms > 0)
        ), place AS (
          INSERT INTO channels AS known (id, kind, guild_id, parent_id, current_character_id, last_trigger_id)
          SELECT ${channelId}::bigint, ${place.kind}, ${place.guildId ?? null}::bigint, ${place.parentId ?? null}::bigint,
            last_asked.id, last_asked.trigger_id
          FROM (SELECT FROM asked LIMIT 1) AS somebody
          LEFT JOIN (SELECT id, ${triggerId}::bigint AS trigger_id FROM asked ORDER BY number DESC LIMIT 1) AS last_asked
            ON ${place.kind === 'dm'}::boolean
          ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, guild_id = excluded.guild_id, parent_id = excluded.parent_id,
            current_character_id = coalesce(excluded.current_character_id, known.current_character_id),
            last_trigger_id = coalesce(excluded.last_trigger_id, known.last_trigger_id)
          WHERE excluded.last_trigger_id > coalesce(known.last_trigger_id, 0)
            OR (known.kind, known.guild_id, known.parent_id)
              IS DISTINCT FROM (excluded.kind, excluded.guild_id, excluded.parent_id)
        ), accepted AS (
          INSERT INTO triggers (id, kind, channel_id, user_id, facts, part_ids, part_lengths)
          SELECT ${triggerId}::bigint, ${trigger.kind}, ${channelId}::bigint, author.id, ${JSON.stringify(trigger)}::jsonb,
            ${otherParts.map(({ id }) => toBigInt(id))}::bigint[], ${parts.map(({ length }) => length)}::int[]
          FROM author WHERE EXISTS (SELECT FROM asked)
            AND NOT EXISTS (SELECT FROM triggers WHERE part_ids @> ARRAY[${triggerId}::bigint])
          ON CONFLICT (id) DO NOTHING
          RETURNING id
        )${greets ? sql`, ${greetFirst(trigger)}` : sql``}, made AS (
        INSERT INTO turns (id, trigger_id, position, character_id, character_name, channel_id, user_id, stage, is_optional, due_at)
        SELECT (${turnIds}::uuid[])[asked.number], accepted.id, asked.number - 1, asked.id, asked.name,
          ${channelId}::bigint, asked.user_id, 'accepted', ${isVolunteered}::boolean AND asked.number > 1, now() + ${WAKE_AFTER_MS} * interval '1 ms'
        FROM accepted, asked ORDER BY asked.number
        RETURNING id, character_id, stage, position
        )
        SELECT
          (SELECT json_agg(json_build_object('turnId', id, 'characterId', character_id, 'stage', stage) ORDER BY position)
            FROM made) AS turns,
          ${greets ? sql`(SELECT json_agg(id) FROM greeted)` : sql`NULL::json`} AS greetings,
          (SELECT ms FROM wait WHERE ms > 0 AND EXISTS (SELECT FROM callable)) AS limited_for_ms`,
    Inserted,
  );
  if (row === null) throw new Error('a select without a table gave no row');
  await enqueueGreetings(row.greetings ?? [], trigger, ctx);
  return { turns: row.turns ?? [], limitedForMs: row.limited_for_ms };
}

const Inserted = z.object({
  turns: z.array(AskedTurn).nullable(),
  greetings: z.array(z.string()).nullable(),
  limited_for_ms: z.int().nullable(),
});

/** How far back a person's messages are looked at. */
const LIMIT_LOOKS_BACK_MS = 5 * 60_000;

/**
 * Selects as `ms` how long after this message its author may ask again; 0 or less when they may ask with it. It is what
 * a bucket of tokens would say, worked out from what was accepted before and by the time of the messages themselves: up to
 * this message, every span of time has no more than `burst` and what came back in it. So it does not matter when a
 * message is handled, by whom, or how often.
 */
function waitOf({ id, kind }: Trigger, limit: PersonLimit | null): Select {
  if (limit === null || kind === 'greeting') return sql`SELECT 0 AS ms`;
  const triggerId = toBigInt(id);
  const since = triggerId - (BigInt(LIMIT_LOOKS_BACK_MS) << SNOWFLAKE_TIME_BITS);
  return sql`SELECT ceil(max((earlier + 1 - ${limit.burst}::int) * 60000.0 / ${limit.perMinute}::float8 - age_ms))::int AS ms
    FROM (
      SELECT (${triggerId}::bigint >> 22) - (said.id >> 22) AS age_ms, row_number() OVER (ORDER BY said.id DESC) AS earlier
      FROM author JOIN triggers said ON said.user_id = author.id
      WHERE said.id < ${triggerId}::bigint AND said.id > ${since}::bigint AND said.kind <> 'greeting'
    ) AS before`;
}

/** What stands below the time in Discord's ids (Discord, "Snowflakes"). */
const SNOWFLAKE_TIME_BITS = 22n;

async function recallFirst(db: Database, triggerId: string): Promise<Accepted | null> {
  const rows = await query(
    db,
    sql`SELECT t.id AS "turnId", t.character_id AS "characterId", t.stage,
          trigger.scene IS NULL AND trigger.closed_at IS NULL AS needs_scene
        FROM triggers trigger JOIN turns t ON t.trigger_id = trigger.id
        WHERE trigger.id = ${toBigInt(triggerId)}::bigint OR trigger.part_ids @> ARRAY[${toBigInt(triggerId)}::bigint]
        ORDER BY t.position`,
    AskedTurn.extend({ needs_scene: z.boolean() }),
  );
  const [first] = rows;
  if (first === undefined) return null;
  const turns = rows.map(({ turnId, characterId, stage }) => ({ turnId, characterId, stage }));
  return { status: 'duplicate', needsScene: first.needs_scene, turns };
}
