import { Pool } from 'pg';

import type { Log } from './log.ts';

export interface PoolOptions {
  url: string;
  log: Log;
  /** Named in the log and to the database. */
  purpose: string;
  max: number;
  /** The schemas that names without one are looked up in. */
  searchPath?: string;
}

/** A pool whose idle clients may lose the database without ending the process; the next query connects again. */
export function createPool({ url, log, purpose, max, searchPath }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    application_name: `tzurot ${purpose}`,
    ...(searchPath !== undefined && { options: `-c search_path=${searchPath}` }),
  });
  pool.on('error', (error) => log.debug({ err: error }, `${purpose} lost a database connection`));
  pool.on('connect', (client) =>
    client.on('error', (error) => log.debug({ err: error }, `${purpose} lost a database connection`)),
  );
  return pool;
}
