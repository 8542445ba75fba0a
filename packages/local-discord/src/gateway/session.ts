import { randomBytes } from 'node:crypto';
import type { Snowflake } from '../world/snowflake.ts';
import type { User } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Connection, Session } from './types.ts';

/** Events kept for a resume; older ones are lost and the session with them. */
const REPLAY_LIMIT = 5_000;

export function createSession(
  world: World,
  user: User,
  facts: {
    intents: number | undefined;
    shard: readonly [number, number];
    mayReadContent: boolean;
    connection: Connection;
  },
): Session {
  return {
    id: randomBytes(16).toString('hex'),
    world,
    user,
    viewer: { userId: user.id, bot: user.bot, mayReadContent: facts.mayReadContent },
    intents: facts.intents,
    shard: facts.shard,
    identifiedAtMs: world.clock.now(),
    connection: facts.connection,
    seq: 0,
    cancelExpiry: undefined,
    replay: [],
    lostAtMs: undefined,
    heldBack: undefined,
  };
}

/** Gives an event its number and keeps it for a resume. @returns the payload as it goes over the wire */
export function recordDispatch(session: Session, name: string, data: object): string {
  session.seq += 1;
  const payload = JSON.stringify({ t: name, s: session.seq, op: 0, d: data });
  session.replay.push({ seq: session.seq, payload });
  // Cutting half at once keeps the cost per event constant.
  if (session.replay.length > REPLAY_LIMIT * 2) session.replay.splice(0, REPLAY_LIMIT);
  return payload;
}

/** What a client that has seen everything up to `seq` missed; undefined when that is no longer known. */
export function missedSince(session: Session, seq: number): string[] | undefined {
  const oldest = session.replay[0]?.seq ?? session.seq + 1;
  if (seq < oldest - 1) return undefined;
  return session.replay.filter((each) => each.seq > seq).map(({ payload }) => payload);
}

/** Which shard of `count` hears of a guild; everything without a guild goes to shard 0. */
export function shardOf(guildId: Snowflake | undefined, count: number): number {
  return guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));
}
