import {
  createPostgresBackend as bullmqPostgres,
  type PostgresConnectionOptions,
  runMigrations,
  withBackend,
} from 'bullmq';

import type { Log } from '../log.ts';
import { createPool } from '../postgres-pool.ts';
import type { Envelope, QueueBackend } from './backend.ts';

const SCHEMA = 'bullmq';
/** Two workers and two listeners for answers each hold one; the rest are for queries. */
const MAX_CONNECTIONS = 12;

const { Queue, QueueEvents, Worker } = withBackend(bullmqPostgres);

/** Jobs on Postgres, in a schema of their own. */
export function createPostgresBackend({
  url,
  log,
  timeoutMs,
}: {
  url: string;
  log: Log;
  timeoutMs: number;
}): QueueBackend {
  const pool = createPool({
    url,
    log,
    purpose: 'queue',
    max: MAX_CONNECTIONS,
    timeoutMs,
    searchPath: `${SCHEMA},public`,
  });
  pool.setMaxListeners(0);
  const connection = pool as PostgresConnectionOptions;

  return {
    what: 'the database',
    async prepare() {
      const client = await pool.connect();
      try {
        // In one transaction under an advisory lock, so several processes may start at once.
        await runMigrations(client, SCHEMA);
      } finally {
        client.release();
      }
    },
    ping: async () => void (await pool.query('select from migration limit 1')),
    queue: (name) => new Queue<Envelope, null>(name, { connection }),
    events: (name) => new QueueEvents(name, { connection }),
    worker: (name, processor, tuning) =>
      new Worker<Envelope, null>(name, processor, { ...tuning, connection, autorun: false }),
    close: () => pool.end(),
  };
}
