import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface StorePrograms {
  redisServer: string;
  initdb: string;
  postgres: string;
}

/** Where Debian and its kin keep each version of PostgreSQL, away from PATH. */
const DEBIAN_VERSIONS = '/usr/lib/postgresql';

/** The programs of Redis and PostgreSQL on this machine, or what of them it lacks. */
export function findStorePrograms(path = process.env['PATH'] ?? ''): StorePrograms | { missing: string[] } {
  const folders = [...path.split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const redisServer = findProgram(['redis-server', 'valkey-server'], folders);
  const postgresFolder = [...debianFolders(), ...folders].find((folder) =>
    ['initdb', 'postgres'].every((name) => isProgram(join(folder, name))),
  );
  if (redisServer !== null && postgresFolder !== undefined) {
    return { redisServer, initdb: join(postgresFolder, 'initdb'), postgres: join(postgresFolder, 'postgres') };
  }
  return {
    missing: [
      ...(redisServer === null ? ['redis-server'] : []),
      ...(postgresFolder === undefined ? ['PostgreSQL (initdb and postgres)'] : []),
    ],
  };
}

/** The newest first. */
function debianFolders(): string[] {
  if (!existsSync(DEBIAN_VERSIONS)) return [];
  return readdirSync(DEBIAN_VERSIONS)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_VERSIONS, version, 'bin'));
}

function findProgram(names: readonly string[], folders: readonly string[]): string | null {
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
