import { chmod, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEncryptionKeys } from '@tzurot/platform';
import { expect, it } from 'vitest';
import { closeToOthers, makeSecrets, readSecrets, writeSecrets } from './secrets-file.ts';

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

it('adds what an older version did not make, and keeps it', async () => {
  const dataDir = await newDirectory();
  const { databasePassword: _password, modelLogToken: _token, ...older } = makeSecrets();
  await writeFile(join(dataDir, 'secrets.json'), JSON.stringify(older));

  const secrets = await readSecrets(dataDir);

  expect(secrets).toMatchObject({ ...older, databasePassword: expect.stringMatching(/^[\w-]{32}$/) });
  expect(JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'))).toEqual(secrets);
});

it('says in a sentence that the data directory is a file, or lies below one', async () => {
  const file = join(await newDirectory(), 'file');
  await writeFile(file, '');

  await expect(readSecrets(file)).rejects.toMatchObject({
    problems: [`DATA_DIR: ${file} is a file; name a directory`],
  });
  await expect(readSecrets(join(file, 'data'))).rejects.toMatchObject({
    problems: [expect.stringContaining('lies below a file')],
  });
});

it.skipIf(process.platform === 'win32')(
  'closes a directory and secrets that others could read, and says so (needs file modes)',
  async () => {
    const dataDir = await newDirectory();
    const secrets = join(dataDir, 'secrets.json');
    await writeSecrets(dataDir, makeSecrets());
    await chmod(dataDir, 0o755);
    await chmod(secrets, 0o644);

    const [first, second] = [await closeToOthers(dataDir), await closeToOthers(dataDir)];

    expect(first).toEqual([expect.stringContaining('mode 755'), expect.stringContaining(`${secrets} was open`)]);
    expect(second).toEqual([]);
    expect([(await stat(dataDir)).mode & 0o777, (await stat(secrets)).mode & 0o777]).toEqual([0o700, 0o600]);
  },
);
