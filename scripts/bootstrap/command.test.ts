import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
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

const commandModule = JSON.stringify(new URL('./command.mjs', import.meta.url).href);

/** A program that runs another one, which says on which signal it ends. */
const program = () => {
  const inner = `for (const signal of ['SIGINT', 'SIGTERM']) {
      process.on(signal, () => { console.log(signal); process.exit(7); });
    }
    setInterval(() => {}, 1000);
    console.log('ready');`;
  return `import { runCommand, exitLike } from ${commandModule};
    exitLike(await runCommand(process.execPath, ['-e', ${JSON.stringify(inner)}], { cwd: '.', env: process.env }));`;
};

const node = (script: string) => ['--input-type=module', '--eval', script];

// Windows has no signals that a process could hand on.
describe.skipIf(process.platform === 'win32')('signals (needs a system that has them)', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('hands on %s and ends as the command did', async (signal) => {
    const outer = spawn(process.execPath, node(program()), { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(outer.stdout, 'data');

    const exited = once(outer, 'exit');
    outer.kill(signal);

    const [said] = await once(outer.stdout, 'data');
    expect(String(said).trim()).toBe(signal);
    expect(await exited).toEqual([7, null]);
  });

  it('ends the command when npm and its shell died around it', async () => {
    const asNpm = `import { spawn } from 'node:child_process';
      spawn(process.execPath, ${JSON.stringify(node(program()))}, {
        stdio: 'inherit',
        env: { ...process.env, npm_lifecycle_event: 'start' },
      });`;
    const npm = spawn(process.execPath, node(asNpm), { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(npm.stdout, 'data');

    npm.kill('SIGKILL');

    const [said] = await once(npm.stdout, 'data');
    expect(String(said).trim()).toBe('SIGTERM');
  });
});
