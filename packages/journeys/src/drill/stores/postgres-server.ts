import { execFile, execFileSync } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { createServerProcess } from './server-process.ts';
import type { StoreProcess } from './store-process.ts';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root, so root runs it as the user that its package made. */
const POSTGRES_USER = 'postgres';

/** A PostgreSQL of our own. */
export async function createPostgresServer({
  programs,
  directory,
  port,
}: {
  programs: { initdb: string; postgres: string };
  directory: string;
  port: number;
}): Promise<StoreProcess> {
  const owner = process.getuid?.() === 0 ? accountOf(POSTGRES_USER) : null;
  // Not below `directory`, which other users may not enter.
  const dataDir = await mkdtemp(join(tmpdir(), 'tzurot-drill-postgres-'));
  if (owner !== null) await chown(dataDir, owner.uid, owner.gid);
  const options = { cwd: dataDir, ...owner };
  const access = ['--username=tzurot', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  await run(programs.initdb, [`--pgdata=${dataDir}`, ...access], options);

  const url = `postgres://tzurot@127.0.0.1:${port}/postgres`;
  const server = createServerProcess({
    what: 'PostgreSQL',
    command: programs.postgres,
    // What a killed process has written stays with the operating system, so nothing need wait for the disk.
    args: [
      '-D',
      dataDir,
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-k',
      '',
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
    ],
    options,
    logPath: join(directory, 'database.log'),
    stopSignal: 'SIGINT',
    async ping() {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
      client.on('error', () => {});
      try {
        await client.connect();
        await client.query('SELECT 1');
      } finally {
        await client.end();
      }
    },
  });
  return {
    name: 'database',
    url,
    ...server,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function accountOf(user: string): { uid: number; gid: number } {
  const ask = (what: string) => Number(execFileSync('id', [what, user], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}
