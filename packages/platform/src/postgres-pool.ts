import { Pool } from 'pg';

import type { Log } from './log.ts';
import { PromptClient } from './prompt-client.ts';
import { KEEP_ALIVE_DELAY_MS } from './store-timeout.ts';

export interface PoolOptions {
  url: string;
  log: Log;
  /** Named in the log and to the database. */
  purpose: string;
  max: number;
  /** How long a statement may take, see STORE_TIMEOUT_MS. */
  timeoutMs: number;
  /** The schemas that names without one are looked up in. */
  searchPath?: string;
}

/** For pg: how a connection is found out whose other end is gone, and a statement that takes too long. */
export function connectionDeadlines(timeoutMs: number) {
  return {
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    connectionTimeoutMillis: Math.min(5_000, timeoutMs),
    // The server gives up first, if it is there, so that it works for nobody no longer.
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs + 1_000,
  };
}

/** A pool whose idle clients may lose the database without ending the process; the next query connects again. */
export function createPool({ url, log, purpose, max, timeoutMs, searchPath }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    Client: PromptClient,
    ...connectionDeadlines(timeoutMs),
    application_name: `tzurot ${purpose}`,
    ...(searchPath !== undefined && { options: `-c search_path=${searchPath}` }),
  });
  pool.on('error', (error) => log.debug({ err: error }, `${purpose} lost a database connection`));
  pool.on('connect', (client) =>
    client.on('error', (error) => log.debug({ err: error }, `${purpose} lost a database connection`)),
  );
  return pool;
}
