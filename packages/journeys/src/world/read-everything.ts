import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { World } from './start-world.ts';

/** Everything that is kept or logged anywhere, as text by where it is: for looking for what must not be there. */
export async function readEverything({ directory, around, discord, model }: World): Promise<Record<string, string>> {
  const { databaseUrl, redisUrl } = around;
  return {
    'log of local-discord': JSON.stringify(discord.readLog()),
    'transcript of local-discord': discord.transcript(),
    'log of local-model': JSON.stringify(model.log()),
    ...(await readFiles(directory)),
    ...(await readTables(databaseUrl)),
    ...(redisUrl === undefined ? {} : await readRedis(redisUrl)),
  };
}

async function readFiles(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readBytes(path)] as const)));
}

/** Empty when it is gone: a database that runs removes files as it likes. */
function readBytes(path: string): Promise<string> {
  return readFile(path, 'latin1').catch(() => '');
}

/** Every row of every schema, so that nothing hides in a compressed page. */
async function readTables(databaseUrl: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const texts: Record<string, string> = {};
    for (const { name } of tables) texts[name] = JSON.stringify((await client.query(`SELECT * FROM ${name}`)).rows);
    return texts;
  } finally {
    await client.end();
  }
}

async function readRedis(redisUrl: string): Promise<Record<string, string>> {
  const redis = new Redis(redisUrl);
  const readers: Readonly<Record<string, (key: string) => Promise<unknown>>> = {
    string: (key) => redis.get(key),
    list: (key) => redis.lrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    zset: (key) => redis.zrange(key, '0', '-1'),
    hash: (key) => redis.hgetall(key),
    stream: (key) => redis.xrange(key, '-', '+'),
  };
  try {
    const texts: Record<string, string> = {};
    for (const key of await redis.keys('*'))
      texts[`redis ${key}`] = JSON.stringify(await readers[await redis.type(key)]?.(key));
    return texts;
  } finally {
    redis.disconnect();
  }
}
