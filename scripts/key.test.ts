import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createSecretBox, parseEncryptionKeys } from '../packages/platform/src/index.ts';

const program = fileURLToPath(new URL('key.ts', import.meta.url));

it('prints an entry for ENCRYPTION_KEYS that the gateway takes, another one each time', () => {
  const [first, second] = [1, 2].map(() => spawnSync(process.execPath, [program], { encoding: 'utf8' }).stdout.trim());

  expect(() => createSecretBox(parseEncryptionKeys(`${first}`))).not.toThrow();
  expect(second).not.toBe(first);
});
