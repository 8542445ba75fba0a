import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEncryptionKeys } from '@tzurot/platform';
import { expect, it } from 'vitest';
import { makeSecrets, readSecrets, writeSecrets } from './secrets-file.ts';

const newDirectory = () => mkdtemp(join(tmpdir(), 'secrets-'));

it('has none in a new directory, and closes that directory to others', async () => {
  const dataDir = join(await newDirectory(), 'data');

  const secrets = await readSecrets(dataDir);

  expect(secrets).toBeNull();
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
});

it('reads back what it wrote, from a file that only the owner can read', async () => {
  const dataDir = await newDirectory();
  const secrets = makeSecrets();

  await writeSecrets(dataDir, secrets);

  expect(await readSecrets(dataDir)).toEqual(secrets);
  expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
});

it('makes an encryption key that the secret box takes', () => {
  const { keys, activeId } = parseEncryptionKeys(makeSecrets().encryptionKeys);

  expect(keys).toHaveLength(1);
  expect(activeId).toBe('local');
});

it.each(['', '{', '{"encryptionKeys":""}'])('refuses a damaged file (%j) instead of making a new one', async (text) => {
  const dataDir = await newDirectory();
  await writeFile(join(dataDir, 'secrets.json'), text);

  await expect(readSecrets(dataDir)).rejects.toThrow(/damaged/);
});
