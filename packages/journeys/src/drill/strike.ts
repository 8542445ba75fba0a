import { setTimeout as delay } from 'node:timers/promises';
import type { FaultInput, LocalDiscord } from '@tzurot/local-discord';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { z } from 'zod';
import type { Installation } from './installation.ts';
import { STREAMED } from './places.ts';
import { needleOf, type PlannedKill, type PlannedMishap } from './plan-kills.ts';
import type { PlannedPost } from './plan-posts.ts';
import type { Victim } from './supervise.ts';

/** How long Discord's answer, or the request's effect, is held up: longer than it takes to notice and to kill. */
const HELD_UP_MS = 3_000;
/** The moment may not come, for example because somebody before in the conversation is stuck. */
const MOMENT_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 20;
/** Several tries at the history of several channels. */
const UNREADABLE_TIMES = 16;
const READ_ONLY_MS = 8_000;
/** Longer than anybody waits for what became of a send. */
const LATE_MS = 25_000;

/** Lets Discord hold up the reply to the message that this kill is about. Before the message is written. */
export function prepareKill({ moment, post }: PlannedKill, discord: LocalDiscord): void {
  if (moment === 'any') return;
  discord.addFault({
    kind: moment === 'after-send' ? 'delay' : 'delay-before',
    match: replyTo(post),
    delayMs: HELD_UP_MS,
  });
}

/** Lets it happen, before the message is written. */
export async function letHappen(
  { kind, post }: PlannedMishap,
  { discord, around }: Pick<Installation, 'discord' | 'around'>,
): Promise<void> {
  if (kind === 'flushed') return flushRedis(around.redisUrl ?? '');
  if (kind === 'read-only') return makeReadOnly(around.databaseUrl);
  const cutForGood: FaultInput = { kind: 'drop-connection', resume: false };
  const faults: Readonly<Record<typeof kind, readonly FaultInput[]>> = {
    'drop-answer': [{ kind: 'drop-answer', match: replyTo(post) }],
    'error-after': [{ kind: 'error-after', match: replyTo(post), status: 502 }],
    'late-send': [{ kind: 'delay-before', match: { ...replyTo(post), method: 'POST' }, delayMs: LATE_MS }],
    'cut-and-resume': [{ kind: 'drop-connection', resume: true }],
    'cut-for-good': [cutForGood],
    'unreadable-history': [
      {
        kind: 'error-before',
        match: { method: 'GET', path: '/messages', user: 'Tzurot' },
        times: UNREADABLE_TIMES,
        status: 503,
      },
      cutForGood,
    ],
  };
  for (const fault of faults[kind]) discord.addFault(fault);
}

async function flushRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true });
  try {
    await redis.connect();
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}

/** As after a failover to a replica: connections end, and new ones may only read, until somebody mends it. */
async function makeReadOnly(url: string): Promise<void> {
  await setReadOnly(url, true);
  // Nobody waits for it: people go on writing meanwhile.
  void delay(READ_ONLY_MS)
    .then(() => setReadOnly(url, false))
    .catch(() => {});
}

async function setReadOnly(url: string, isReadOnly: boolean): Promise<void> {
  const client = new Client({ connectionString: url, options: '-c default_transaction_read_only=off' });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
    await client.query(
      `ALTER DATABASE ${rows[0]?.name ?? ''} SET default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`,
    );
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
  } finally {
    await client.end();
  }
}

/**
 * Kills at the planned moment, and starts what was killed again.
 * @returns whether the moment came in time; it is killed in any case
 */
export async function strike(
  { moment, post, downMs }: PlannedKill,
  { victim, discord }: { victim: Victim; discord: LocalDiscord },
): Promise<boolean> {
  const cameInTime = moment === 'any' || (await waitUntilUsed(post, discord));
  await victim.kill();
  await delay(downMs);
  await victim.start();
  return cameInTime;
}

/** A reply that comes word by word is also held up at a change of its message. */
function replyTo(post: PlannedPost): { method: string; text: string } {
  const isChange = STREAMED.has(post.person) && post.number % 2 === 0;
  return { method: isChange ? 'PATCH' : 'POST', text: needleOf(post) ?? post.text };
}

const ArmedFaults = z.array(z.object({ match: z.looseObject({ text: z.string().optional() }).optional() }));

/** @returns false when Discord still waits for the reply that it is to hold up */
async function waitUntilUsed(post: PlannedPost, { url }: LocalDiscord): Promise<boolean> {
  const { text } = replyTo(post);
  for (const deadline = Date.now() + MOMENT_WITHIN_MS; Date.now() < deadline; await delay(LOOK_EVERY_MS)) {
    const response = await fetch(`${url}/local/faults`, { headers: { authorization: 'local.operator' } });
    const faults = ArmedFaults.parse(await response.json());
    if (!faults.some(({ match }) => match?.text === text)) return true;
  }
  return false;
}
