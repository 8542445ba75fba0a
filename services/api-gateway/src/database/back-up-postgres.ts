import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { ConfigError, type Environment, redactText } from '@tzurot/platform';
import { keepLatestBackups, newBackupFile } from './backup-files.ts';

/**
 * Writes everything in a Postgres database into a new file of `folder`, with pg_dump; `pg_restore` reads it.
 * @returns the file
 * @throws ConfigError when pg_dump is not there, or cannot read that server
 */
export async function backUpPostgres({
  url,
  folder,
  env,
}: {
  url: string;
  folder: string;
  /** Where pg_dump is found, and what it goes by. */
  env: Environment;
}): Promise<string> {
  const file = newBackupFile(folder, 'dump');
  const parts = new URL(url);
  // A command line can be read by everybody on this machine.
  const password = decodeURIComponent(parts.password);
  parts.password = '';
  const child = spawn('pg_dump', ['--format=custom', `--file=${file}`, `--dbname=${parts.href}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...env, PGPASSWORD: password },
  });
  const said = text(child.stderr);
  const [code] = (await once(child, 'close').catch(explainMissing)) as [number | null];
  if (code !== 0) {
    throw new ConfigError([
      `pg_dump could not back the database up: ${redactText((await said).trim())}\n  ${OTHERWISE}`,
    ]);
  }
  keepLatestBackups(folder);
  return file;
}

const OTHERWISE =
  'Back it up yourself (pg_dump --format=custom), then run this again with --without-backup: npm run migrate -- --without-backup';

function explainMissing(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  throw new ConfigError(
    [`pg_dump is not on this machine; it comes with PostgreSQL's client programs.\n  ${OTHERWISE}`],
    {
      cause: error,
    },
  );
}
