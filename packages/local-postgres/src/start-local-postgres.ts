import type { PGlite } from '@electric-sql/pglite';
import { createCluster } from './data/cluster.ts';
import { claimDataDirectory, directoryError } from './data/data-directory.ts';
import { closeDatabase, openDatabase } from './data/database.ts';
import { writeDumpFile } from './dump/dump-file.ts';
import { LocalPostgresError } from './errors.ts';
import { keepHouse } from './housekeeping/keep-house.ts';
import { vacuumTables } from './housekeeping/vacuum.ts';
import { type Log, silentLog } from './log.ts';
import { databaseName } from './wire/client-connection.ts';
import { SharedSession } from './wire/shared-session.ts';
import { WireServer } from './wire/wire-server.ts';

export type LocalPostgresPlace =
  | {
      /** The directory that keeps the data; made when absent. */
      dataDir: string;
      memory?: never;
      files?: never;
    }
  | {
      /** Keeps the data in this process only, until it is closed. */
      memory: true;
      dataDir?: never;
      /** The content of an unpacked dump to begin with; an empty database unless given. */
      files?: Uint8Array<ArrayBuffer>;
    };

export type LocalPostgresOptions = LocalPostgresPlace & {
  /** 0, the default, takes a free one. */
  port?: number;
  /** 127.0.0.1 unless given; only addresses of this machine itself are allowed. */
  host?: string;
  /** When given, clients must know it. */
  password?: string;
  /** A client whose transaction is open and idle for so long is cut off; 5,000 unless given, 0 never. */
  idleInTransactionTimeoutMs?: number;
  /** How often tables are vacuumed and the log is cut, where needed; 1,000 unless given, 0 never. */
  housekeepingIntervalMs?: number;
  log?: Log;
  /** Called when the engine breaks down; nobody is served any more and the process had better restart. */
  onFailure?: (error: LocalPostgresError) => void;
};

/** A Postgres that runs in this process. */
export interface LocalPostgres {
  /** For `DATABASE_URL`. */
  url: string;
  port: number;
  /** Writes all data into a new file, to be read by `restoreLocalPostgres`. Clients wait meanwhile. */
  dump(filePath: string): Promise<void>;
  /** Vacuums and analyzes now what needs it; gives the quoted names of the tables. */
  vacuum(): Promise<string[]>;
  /** Tells clients, undoes open transactions, writes everything and frees port and directory. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts a Postgres in this process: PGlite with pgvector and pg_trgm behind the wire protocol.
 * SQL runs on this thread, so a program that has other things to do uses `spawnLocalPostgres`.
 * @throws LocalPostgresError with a sentence for whoever can act on it
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const { host = '127.0.0.1', port = 0, password, log = silentLog } = options;
  refusePublicHost(host);
  const directory = options.dataDir === undefined ? null : claimDataDirectory(options.dataDir);
  const server = new WireServer({
    password,
    idleInTransactionTimeoutMs: options.idleInTransactionTimeoutMs ?? 5000,
    onFailure(cause) {
      const error = directory ? directoryError(cause, directory.path) : cause;
      options.onFailure?.(error instanceof LocalPostgresError ? error : cause);
    },
  });
  const opened: { db?: PGlite } = {};
  const close = once(async () => {
    await server.close();
    if (opened.db) await closeDatabase(opened.db, log);
    directory?.release();
  });
  try {
    const boundPort = await server.listen(host, port);
    const db = directory
      ? await openDatabase(directory, log)
      : await createCluster(null, options.files && new Blob([options.files]));
    opened.db = db;
    await server.serve(new SharedSession(db));
    const url = databaseUrl(host, boundPort, password);
    directory?.announce(url);
    const stopHousekeeping = keepHouse(server, options.housekeepingIntervalMs ?? 1000, log);
    return {
      url,
      port: boundPort,
      dump: async (filePath) =>
        writeDumpFile(filePath, await server.exclusively((session) => session.readClusterFiles())),
      vacuum: () => vacuumTables(server, log),
      async close() {
        stopHousekeeping();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function refusePublicHost(host: string): void {
  if (['127.0.0.1', '::1', 'localhost'].includes(host)) return;
  throw new LocalPostgresError(
    'host-not-loopback',
    `The local database serves this machine only and will not listen on ${host}. Use 127.0.0.1, or a real Postgres for other machines.`,
  );
}

function databaseUrl(host: string, port: number, password: string | undefined): string {
  const user = password === undefined ? 'postgres' : `postgres:${encodeURIComponent(password)}`;
  return `postgresql://${user}@${host.includes(':') ? `[${host}]` : host}:${port}/${databaseName}`;
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= action());
}
