import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { withLock } from './lock.mjs';

const makeDirectory = () => {
  const directory = mkdtempSync(join(tmpdir(), 'tzurot-lock-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

it('lets one at a time in', async () => {
  const directory = makeDirectory();
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(5);
    inside--;
  };

  await Promise.all(Array.from({ length: 8 }, () => withLock(directory, work)));

  expect(most).toBe(1);
});

it('is free again after work that failed', async () => {
  const directory = makeDirectory();
  const failing = withLock(directory, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');

  const result = await withLock(directory, async () => 'mine');

  expect(result).toBe('mine');
});

it('takes over from an owner that was killed', async () => {
  const directory = makeDirectory();
  writeFileSync(join(directory, '7'), '');

  const result = await withLock(directory, async () => 'mine', { staleAfterMs: 300 });

  expect(result).toBe('mine');
  expect(readdirSync(directory)).toEqual(['8']);
});

it('waits for an owner in another process as long as that one lives', async () => {
  const directory = makeDirectory();
  const lock = new URL('./lock.mjs', import.meta.url).href;
  const program = `import { withLock } from ${JSON.stringify(lock)};
    await withLock(${JSON.stringify(directory)}, async () => {
      process.stdout.write('held ');
      await new Promise((resolve) => process.stdin.once('data', resolve));
      process.stdout.write('released ');
    });
    process.exit();`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'pipe' });
  onTestFinished(() => {
    owner.kill('SIGKILL');
  });
  let said = '';
  owner.stdout.on('data', (text) => (said += String(text)));
  await once(owner.stdout, 'data');

  const entering = withLock(directory, async () => said, { onWait: () => owner.stdin.write('go') });

  expect(await entering).toBe('held released ');
});
