import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { MEMORIES_PER_EXCHANGE } from '../people/past.ts';

/** How much of what was said must have a vector before anything is measured. */
const MIN_SHARE = 0.9;
const LOOK_EVERY_MS = 2_000;
const WITHIN_MS = 300_000;

const Kept = z.object({ memories: z.coerce.number(), vectors: z.coerce.number() });

/**
 * Waits until what was said is kept, with vectors, and the database knows how much that is.
 * @throws Error when it is not within five minutes: a conversation without its past is not what was to be measured
 */
export async function waitForPast(databaseUrl: string, memories: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query("SELECT to_regclass('memory_vectors') IS NOT NULL AS has_vectors");
    const hasVectors = z.object({ has_vectors: z.boolean() }).parse(tables.rows[0]).has_vectors;
    const minVectors = hasVectors ? (MIN_SHARE * memories) / MEMORIES_PER_EXCHANGE : 0;
    const vectors = hasVectors ? '(SELECT count(*) FROM memory_vectors)' : '0';
    for (const deadline = Date.now() + WITHIN_MS; ; ) {
      const { rows } = await client.query(
        `SELECT (SELECT count(*) FROM memory_items) AS memories, ${vectors} AS vectors`,
      );
      const kept = Kept.parse(rows[0]);
      if (kept.memories >= memories && kept.vectors >= minVectors) break;
      if (Date.now() > deadline) throw new Error(`only ${kept.memories} memories and ${kept.vectors} vectors are kept`);
      await delay(LOOK_EVERY_MS);
    }
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}
