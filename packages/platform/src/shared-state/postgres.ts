import { randomUUID } from 'node:crypto';

import type { Pool } from 'pg';

import type { Log } from '../log.ts';
import { createPool } from '../postgres-pool.ts';
import { waitFor } from '../wait.ts';
import { retryAfter } from './bucket.ts';
import type { JsonValue } from './json.ts';
import { createPostgresListener } from './postgres-listener.ts';
import type { SharedState } from './shared-state.ts';

const SWEEP_MS = 60_000;
const BUCKET_LIFE_MS = 86_400_000;
/** NOTIFY takes less than 8,000 bytes; the channel and the quotes need some of them. */
const NOTIFY_LIMIT_BYTES = 7_000;
const LETTER_LIFE_MS = 60_000;
const CHANNEL = 'tzurot_shared_state';

/** UNLOGGED: a crash of the database empties them, which this state promises to bear, and writes cost half. */
const SCHEMA = `
create schema if not exists shared_state;
create unlogged table if not exists shared_state.entry (
  key text primary key, value text not null, expires_at timestamptz not null);
create unlogged table if not exists shared_state.claim (
  key text primary key, expires_at timestamptz not null);
create unlogged table if not exists shared_state.bucket (
  name text primary key, tokens double precision not null, at timestamptz not null, expires_at timestamptz not null);
create unlogged table if not exists shared_state.letter (
  id uuid primary key, body text not null, expires_at timestamptz not null);
create or replace function shared_state.take_token(
  bucket_name text, capacity double precision, refill double precision, cost double precision, life_ms double precision,
  out taken boolean, out left_over double precision) language plpgsql as $$
declare
  this_moment timestamptz;
begin
  insert into shared_state.bucket as b (name, tokens, at, expires_at)
    values (bucket_name, capacity, clock_timestamp(), clock_timestamp())
    on conflict (name) do update set name = excluded.name;
  this_moment := clock_timestamp();
  select least(capacity, b.tokens + greatest(0, extract(epoch from this_moment - b.at)) * refill)
    into left_over from shared_state.bucket b where b.name = bucket_name;
  taken := left_over >= cost;
  if taken then left_over := left_over - cost; end if;
  update shared_state.bucket b
    set tokens = left_over, at = this_moment, expires_at = this_moment + life_ms * interval '1 ms'
    where b.name = bucket_name;
end $$;
`;

/** Any number nobody else locks: keeps two processes from creating the schema at once. */
const SCHEMA_LOCK = 541_077_201;

/** Shared state for several processes beside Postgres. */
export function createPostgresState({
  url,
  log,
  timeoutMs,
}: {
  url: string;
  log: Log;
  timeoutMs: number;
}): SharedState {
  const pool = createPool({ url, log, purpose: 'shared state', max: 4, timeoutMs });
  const listener = createPostgresListener({ url, log, timeoutMs, channel: CHANNEL, readLetter });
  const sweep = setInterval(() => {
    removeExpired(pool).catch((error: unknown) => log.debug({ err: error }, 'shared state could not be swept'));
  }, SWEEP_MS).unref();

  async function readLetter(id: string): Promise<string | null> {
    const { rows } = await pool.query<{ body: string }>('select body from shared_state.letter where id = $1', [id]);
    return rows[0]?.body ?? null;
  }

  return {
    async start(signal) {
      await waitFor('the database', () => createSchema(pool), { log, ...(signal && { signal }) });
    },
    ready: async () => void (await pool.query('select 1 from shared_state.entry limit 1')),
    async get(key) {
      const { rows } = await pool.query<{ value: string }>(
        'select value from shared_state.entry where key = $1 and expires_at > clock_timestamp()',
        [key],
      );
      return rows[0] === undefined ? null : (JSON.parse(rows[0].value) as JsonValue);
    },
    async set(key, value, { ttlMs }) {
      await pool.query(
        `insert into shared_state.entry (key, value, expires_at)
         values ($1, $2, clock_timestamp() + $3 * interval '1 ms')
         on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`,
        [key, JSON.stringify(value), ttlMs],
      );
    },
    async delete(key) {
      await pool.query('delete from shared_state.entry where key = $1', [key]);
    },
    async takeToken(bucket, limits) {
      const { capacity, refillPerSecond, cost = 1 } = limits;
      const { rows } = await pool.query<{ taken: boolean; left_over: number }>(
        'select taken, left_over from shared_state.take_token($1, $2, $3, $4, $5)',
        [bucket, capacity, refillPerSecond, cost, BUCKET_LIFE_MS],
      );
      const [row] = rows;
      if (row === undefined) throw new Error('take_token gave no row');
      const { taken, left_over: left } = row;
      return taken ? { taken, retryAfterMs: 0, left } : { taken, retryAfterMs: retryAfter(cost, left, limits), left };
    },
    async claimOnce(key, { ttlMs }) {
      const { rowCount } = await pool.query(
        `insert into shared_state.claim as c (key, expires_at) values ($1, clock_timestamp() + $2 * interval '1 ms')
         on conflict (key) do update set expires_at = excluded.expires_at where c.expires_at <= clock_timestamp()`,
        [key, ttlMs],
      );
      return rowCount === 1;
    },
    async publish(channel, value) {
      const body = JSON.stringify({ channel, value });
      if (Buffer.byteLength(body) <= NOTIFY_LIMIT_BYTES) {
        await pool.query('select pg_notify($1, $2)', [CHANNEL, `b${body}`]);
        return;
      }
      const id = randomUUID();
      // One statement, so the notice never arrives before the letter can be read.
      await pool.query(
        `with sent as (
           insert into shared_state.letter (id, body, expires_at)
           values ($1, $2, clock_timestamp() + $3 * interval '1 ms') returning id)
         select pg_notify($4, 'l' || id) from sent`,
        [id, body, LETTER_LIFE_MS, CHANNEL],
      );
    },
    subscribe: (channel, handler, onGap) => listener.subscribe(channel, handler, onGap),
    async close() {
      clearInterval(sweep);
      await listener.close();
      await pool.end();
    },
  };
}

async function createSchema(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
    await client.query(SCHEMA);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function removeExpired(pool: Pool): Promise<void> {
  for (const table of ['entry', 'claim', 'bucket', 'letter']) {
    await pool.query(`delete from shared_state.${table} where expires_at <= clock_timestamp()`);
  }
}
