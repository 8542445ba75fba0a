import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { Redis } from 'ioredis';
import { Client } from 'pg';

/** A database and a Redis that were there before, with a corner of our own in each. */
export interface TestStores {
  databaseUrl: string;
  redisUrl: string;
  /** Leaves nothing behind. */
  remove(): Promise<void>;
}

const { DATABASE_URL_TEST, REDIS_URL_TEST } = process.env;

/** What the environment has to name before journeys can run on Redis and Postgres; null when nothing is missing. */
export function missingForStores(): string | null {
  const missing = Object.entries({ REDIS_URL_TEST, DATABASE_URL_TEST }).flatMap(([name, url]) => (url ? [] : [name]));
  return missing.length === 0 ? null : `needs ${missing.join(' and ')}`;
}

const CLAIM = 'tzurot:journeys:claim';
/** A run that was killed gives its corner back by then. */
const CLAIM_SECONDS = 900;
const REDIS_DATABASES = 16;

export async function makeTestStores(): Promise<TestStores> {
  const [database, redis] = await Promise.all([
    makeDatabase(DATABASE_URL_TEST ?? ''),
    claimRedis(REDIS_URL_TEST ?? ''),
  ]);
  return {
    databaseUrl: database.url,
    redisUrl: redis.url,
    async remove() {
      await Promise.all([database.remove(), redis.remove()]);
    },
  };
}

async function makeDatabase(serverUrl: string): Promise<{ url: string; remove(): Promise<void> }> {
  const name = `tzurot_journeys_${randomBytes(6).toString('hex')}`;
  const admin = new Client({ connectionString: serverUrl });
  await admin.connect();
  const made = process.env['TEST_DATABASE_TEMPLATE'];
  await admin.query(`CREATE DATABASE ${name}${made === undefined ? '' : ` TEMPLATE ${made}`}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async remove() {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

/** The first of Redis' numbered databases that holds nothing. */
async function claimRedis(serverUrl: string): Promise<{ url: string; remove(): Promise<void> }> {
  for (let number = 1; number < REDIS_DATABASES; number += 1) {
    const url = new URL(serverUrl);
    url.pathname = `/${number}`;
    const redis = new Redis(url.href);
    const isOurs =
      (await redis.dbsize()) === 0 && (await redis.set(CLAIM, String(process.pid), 'EX', CLAIM_SECONDS, 'NX')) === 'OK';
    if (isOurs) {
      return {
        url: url.href,
        async remove() {
          await redis.flushdb();
          redis.disconnect();
        },
      };
    }
    redis.disconnect();
  }
  throw new Error('every database of REDIS_URL_TEST holds something: empty one with FLUSHDB');
}
