import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { errorMessage, LocalPostgresError, systemErrorCode } from '../errors.ts';
import { lockFile } from './directory-lock.ts';

/** The major version of Postgres inside PGlite; its files are readable by no other. */
export const postgresMajor = '18';

/** A data directory that this process owns until it releases it. */
export interface DataDirectory {
  path: string;
  /** Where Postgres keeps its files. */
  clusterPath: string;
  /** Whether there is no database yet. */
  isNew: boolean;
  /** Says that the database is complete; until then the next owner starts over. */
  finishCreation(version: string): void;
  /** Lets programs of the same user find the running database. */
  announce(url: string): void;
  release(): void;
}

/**
 * Makes the directory if needed, readable by its owner only, and takes it for this process.
 * @throws LocalPostgresError when it is in use, of another Postgres version, not one of ours, or not usable
 */
export function claimDataDirectory(dataDir: string): DataDirectory {
  const path = resolve(dataDir);
  try {
    return claim(path);
  } catch (error) {
    throw error instanceof LocalPostgresError ? error : directoryError(error, path);
  }
}

/** Turns a failure to use the directory into a sentence; what it does not know it passes on. */
export function directoryError(error: unknown, path: string): unknown {
  const code = systemErrorCode(error);
  if (
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    /no space left|disk.*full|ENOSPC/i.test(errorMessage(error)) ||
    isDiskFull(path)
  ) {
    return new LocalPostgresError(
      'disk-full',
      `The disk that holds ${path} is full. Make room there, or choose another data directory; what was saved before is still there.`,
      { cause: error },
    );
  }
  const reasons: Record<string, string> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not change it',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'there is a file of that name',
  };
  const reason = reasons[code ?? ''];
  if (!reason) return error;
  const sentence = `The data directory ${path} cannot be used: ${reason}.`;
  return new LocalPostgresError('data-directory-not-usable', sentence, { cause: error });
}

/** Whether the directory holds a complete database. */
export function hasDatabase(dataDir: string): boolean {
  const path = resolve(dataDir);
  return existsSync(join(path, files.cluster)) && !existsSync(join(path, files.creating));
}

/** Where the owner of a directory in use serves it. */
export function readOwnerUrl(dataDir: string): string {
  const path = resolve(dataDir);
  const { url } = readOwner(path);
  if (typeof url === 'string') return url;
  throw new LocalPostgresError(
    'data-directory-in-use',
    `The database in ${path} is just starting. Try again in a moment.`,
  );
}

const files = {
  lock: 'lock',
  owner: 'owner.json',
  version: 'version.json',
  /** There while the first files are being written; found later, it means that nobody ever used them. */
  creating: 'creating',
  cluster: 'pgdata',
};

// An empty database takes 40 MB, and writing needs room for the next log segment.
const freeBytesToCreate = 80 * 2 ** 20;
const freeBytesToRun = 4 * 2 ** 20;

function claim(path: string): DataDirectory {
  refuseForeignDirectory(path);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  // Postgres makes its files readable for everybody, so the directory must not be.
  chmodSync(path, 0o700);
  const releaseLock = lockFile(join(path, files.lock));
  if (!releaseLock) throw inUse(path);
  try {
    return {
      path,
      clusterPath: join(path, files.cluster),
      ...prepare(path),
      announce: (url) => writeOwner(path, url),
      release: () => release(path, releaseLock),
    };
  } catch (error) {
    release(path, releaseLock);
    throw error;
  }
}

function prepare(path: string): Pick<DataDirectory, 'isNew' | 'finishCreation'> {
  const clusterPath = join(path, files.cluster);
  const creatingPath = join(path, files.creating);
  if (existsSync(creatingPath)) rmSync(clusterPath, { recursive: true, force: true });
  const isNew = !existsSync(clusterPath);
  if (isNew) {
    refuseFullDisk(path, freeBytesToCreate);
    writeFileSync(creatingPath, '');
    mkdirSync(clusterPath, { mode: 0o700 });
  } else {
    refuseOtherVersion(path);
  }
  writeOwner(path, null);
  return {
    isNew,
    finishCreation(version) {
      writeFileSync(join(path, files.version), `${JSON.stringify({ postgresMajor, createdWith: version }, null, 2)}\n`);
      rmSync(creatingPath, { force: true });
    },
  };
}

/** Information only: who owns the directory is decided by the lock. */
interface Owner {
  pid: number;
  url: string | null;
}

function writeOwner(path: string, url: string | null): void {
  const owner: Owner = { pid: process.pid, url };
  // The url may hold a password.
  writeFileSync(join(path, files.owner), JSON.stringify(owner), { mode: 0o600 });
}

function readOwner(path: string): Partial<Owner> {
  try {
    return JSON.parse(readText(join(path, files.owner)) ?? '{}') as Partial<Owner>;
  } catch {
    // Its writer was interrupted.
    return {};
  }
}

function release(path: string, releaseLock: () => void): void {
  rmSync(join(path, files.owner), { force: true });
  releaseLock();
}

/** Nothing is ever written into a directory that holds something else. */
function refuseForeignDirectory(path: string): void {
  if (!existsSync(path)) return;
  const ours = new Set(Object.values(files));
  const foreign = readdirSync(path).find((name) => !ours.has(name));
  if (foreign === undefined) return;
  throw new LocalPostgresError(
    'data-directory-foreign',
    `${path} is not a data directory of the local database: it holds "${foreign}". Choose an empty directory.`,
  );
}

function refuseOtherVersion(path: string): void {
  const major = readText(join(path, files.cluster, 'PG_VERSION'))?.trim();
  if (major === postgresMajor) return;
  if (major === undefined) {
    throw new LocalPostgresError(
      'data-directory-foreign',
      `${path} is damaged: ${files.cluster}/PG_VERSION is missing. Restore a dump into an empty directory.`,
    );
  }
  const createdWith = /"createdWith": "(.*)"/.exec(readText(join(path, files.version)) ?? '')?.[1];
  throw new LocalPostgresError(
    'data-directory-other-version',
    `${path} was made by Postgres ${major}${createdWith ? ` (${createdWith})` : ''}, and this program brings Postgres ${postgresMajor}, which cannot read it. ` +
      'Start the program version that made it and copy the data over, or choose another data directory.',
  );
}

function refuseFullDisk(path: string, neededBytes: number): void {
  const { bavail, bsize } = statfsSync(path);
  if (bavail * bsize >= neededBytes) return;
  throw new LocalPostgresError(
    'disk-full',
    `The disk that holds ${path} is full: ${Math.floor((bavail * bsize) / 2 ** 20)} MB are free and a new database needs ${neededBytes / 2 ** 20} MB. Make room there, or choose another data directory.`,
  );
}

function isDiskFull(path: string): boolean {
  if (!existsSync(path)) return false;
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize < freeBytesToRun;
}

function inUse(path: string): LocalPostgresError {
  const { pid } = readOwner(path);
  const owner = pid === undefined ? 'another process' : `process ${pid}`;
  return new LocalPostgresError(
    'data-directory-in-use',
    `The data directory ${path} is in use by ${owner}. Only one program may have it open; stop that one first.`,
  );
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
