import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { ConfigError } from '@tzurot/platform';
import { z } from 'zod';

/**
 * What an installation on one machine makes for itself: the key that wallets are encrypted with, a credential per service,
 * and what keeps other programs of this machine out of the database and out of the model's log.
 */
export const LocalSecrets = z.object({
  encryptionKeys: z.string().min(1),
  botClientToken: z.string().min(16),
  aiWorkerToken: z.string().min(16),
  databasePassword: z.string().min(16),
  modelLogToken: z.string().min(16),
});
export type LocalSecrets = z.infer<typeof LocalSecrets>;

export function makeSecrets(): LocalSecrets {
  return {
    encryptionKeys: `local:${randomBytes(32).toString('base64')}`,
    botClientToken: randomBytes(24).toString('base64url'),
    aiWorkerToken: randomBytes(24).toString('base64url'),
    databasePassword: randomBytes(24).toString('base64url'),
    modelLogToken: randomBytes(24).toString('base64url'),
  };
}

const path = (dataDir: string) => join(dataDir, 'secrets.json');

/**
 * The secrets of a data directory (0700), or null when it has none yet. What an older version did not make is added.
 * @throws ConfigError when the file cannot be understood: a new one would make every stored key unreadable
 */
export async function readSecrets(dataDir: string): Promise<LocalSecrets | null> {
  await makeDirectory(dataDir);
  if (!existsSync(path(dataDir))) return null;
  const stored = parseJson(await readFile(path(dataDir), 'utf8'));
  const { databasePassword, modelLogToken } = makeSecrets();
  const parsed = LocalSecrets.safeParse(
    typeof stored === 'object' ? { databasePassword, modelLogToken, ...stored } : stored,
  );
  if (parsed.success) {
    if (Object.keys(parsed.data).some((name) => !Object.hasOwn(stored as object, name))) {
      await writeSecrets(dataDir, parsed.data);
    }
    return parsed.data;
  }
  throw new ConfigError([
    `${path(dataDir)} is damaged. It holds the key to every stored wallet, so it is never replaced: put back a copy of it, or move the whole directory away to start from nothing.`,
  ]);
}

/** @throws ConfigError when there is something else, or no right to make one */
async function makeDirectory(dataDir: string): Promise<void> {
  const reasons: Record<string, string> = {
    EEXIST: 'is a file; name a directory',
    ENOTDIR: 'lies below a file; name a directory',
    EACCES: 'may not be made or entered by this user',
    EPERM: 'may not be made by this user',
    EROFS: 'lies on a file system that is read-only',
    ENOSPC: 'cannot be made: the disk is full',
  };
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = reasons[code];
    throw reason === undefined ? error : new ConfigError([`DATA_DIR: ${dataDir} ${reason}`], { cause: error });
  }
}

/**
 * Takes from others on this machine what they may have been given since: only the owner reads the data directory.
 * @returns what was repaired, a sentence for each
 */
export async function closeToOthers(dataDir: string): Promise<string[]> {
  if (process.platform === 'win32') return [];
  const mended: string[] = [];
  for (const [file, mode] of [
    [dataDir, 0o700],
    [path(dataDir), 0o600],
  ] as const) {
    if (!existsSync(file)) continue;
    const found = (await stat(file)).mode & 0o777;
    if ((found & 0o077) === 0) continue;
    await chmod(file, mode);
    mended.push(`${file} was open to other users of this machine (mode ${found.toString(8)}); it is closed now`);
  }
  return mended;
}

/** Writes the secrets as a file that only this user can read; half a file never takes the place of a whole one. */
export async function writeSecrets(dataDir: string, secrets: LocalSecrets): Promise<void> {
  const draft = `${path(dataDir)}.new`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(draft, path(dataDir));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
