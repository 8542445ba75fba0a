import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@tzurot/platform';
import { z } from 'zod';

/** What an installation on one machine makes for itself: the key that wallets are encrypted with, and a credential per service. */
export const LocalSecrets = z.object({
  encryptionKeys: z.string().min(1),
  botClientToken: z.string().min(16),
  aiWorkerToken: z.string().min(16),
});
export type LocalSecrets = z.infer<typeof LocalSecrets>;

export function makeSecrets(): LocalSecrets {
  return {
    encryptionKeys: `local:${randomBytes(32).toString('base64')}`,
    botClientToken: randomBytes(24).toString('base64url'),
    aiWorkerToken: randomBytes(24).toString('base64url'),
  };
}

const path = (dataDir: string) => join(dataDir, 'secrets.json');

/**
 * The secrets of a data directory (0700), or null when it has none yet.
 * @throws ConfigError when the file cannot be understood: a new one would make every stored key unreadable
 */
export async function readSecrets(dataDir: string): Promise<LocalSecrets | null> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(path(dataDir))) return null;
  const parsed = LocalSecrets.safeParse(parseJson(await readFile(path(dataDir), 'utf8')));
  if (parsed.success) return parsed.data;
  throw new ConfigError([
    `${path(dataDir)} is damaged. It holds the key to every stored wallet, so it is not made anew: put back a copy of it, or move the whole directory away to begin from nothing.`,
  ]);
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
