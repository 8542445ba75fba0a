import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from './command.mjs';

const options = { cwd: '.', env: process.env };

it('reports how a command ended and what it wrote', async () => {
  const ended = await runCommand(
    process.execPath,
    ['-e', 'console.log("out"); console.error("err"); process.exit(3)'],
    {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );

  expect(ended.code).toBe(3);
  expect(ended.output).toContain('out');
  expect(ended.output).toContain('err');
});

it('rejects with the reason when a command cannot be started', async () => {
  await expect(runCommand('no-such-command', [], options)).rejects.toMatchObject({ code: 'ENOENT' });
});

it.skipIf(process.platform === 'win32')('hands on a signal and ends as the command did', async () => {
  const command = fileURLToPath(new URL('./command.mjs', import.meta.url));
  const child = `process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready');`;
  const program = `import { runCommand, exitLike } from ${JSON.stringify(command)};
    exitLike(await runCommand(process.execPath, ['-e', ${JSON.stringify(child)}], { cwd: '.', env: process.env }));`;
  const outer = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(outer.stdout, 'data');

  outer.kill('SIGTERM');

  expect(await once(outer, 'exit')).toEqual([7, null]);
});
