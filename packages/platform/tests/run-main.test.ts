import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const fixture = fileURLToPath(new URL('main-fixture.ts', import.meta.url));

/** Runs the fixture; sends `signals` one after another, each when `after` was seen in its output. */
async function run(behaviour: string, { after, signals = [] }: { after?: string; signals?: NodeJS.Signals[] } = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', fixture, behaviour], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let waiting = after;
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    if (waiting === undefined || !output.includes(waiting)) return;
    const signal = signals.shift();
    waiting = signals.length > 0 ? 'stopping' : undefined;
    if (signal) child.kill(signal);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

describe('a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops its parts and ends with 0 on %s', async (signal) => {
    const { code, output } = await run('stops', { after: 'ready', signals: [signal] });

    expect(output).toMatch(/stopping[^]*part stopped[^]*stopped/);
    expect(code).toBe(0);
  });

  it('prints what an operator must change and ends with 78', async () => {
    const { code, output } = await run('config');

    expect(output).toBe('fixture cannot start:\n  PORT: is missing\n  TOKEN: too short\n');
    expect(code).toBe(78);
  });

  it('stays, when told to, where only an operator can help, until it is stopped', async () => {
    const { code, output } = await run('config-held', { after: 'TOKEN: too short', signals: ['SIGTERM'] });

    expect(output).toBe('fixture cannot start:\n  PORT: is missing\n  TOKEN: too short\n');
    expect(code).toBe(78);
  });

  it('ends with 78 when something is found later that only an operator can fix', async () => {
    const { code, output } = await run('refused-later');

    expect(output).toMatch(/ready[^]*"level":"fatal"[^]*the intent was switched off[^]*part stopped/);
    expect(code).toBe(78);
  });

  it('says why it could not start, without secrets, and ends with 1', async () => {
    const { code, output } = await run('start-fails');

    expect(output).toContain('cannot reach postgres://u:[redacted]@db/x');
    expect(code).toBe(1);
  });

  it('gives up starting when told to stop', async () => {
    const { code } = await run('starts-forever', { after: 'starting', signals: ['SIGTERM'] });

    expect(code).toBe(0);
  });

  it('ends with 1 and names the part that hung', async () => {
    const { code, output } = await run('part-hangs', { after: 'ready', signals: ['SIGTERM'] });

    expect(output).toContain('part did not stop within 100 ms');
    expect(code).toBe(1);
  });

  it('ends by force when the stop as a whole hangs', async () => {
    const { code, output } = await run('stop-hangs', { after: 'ready', signals: ['SIGTERM'] });

    expect(output).toContain('not stopped within 300 ms');
    expect(code).toBe(1);
  });

  it('ends at once on a second signal', async () => {
    const { code, output } = await run('stop-hangs', { after: 'ready', signals: ['SIGINT', 'SIGINT'] });

    expect(output).not.toContain('not stopped within');
    expect(code).toBe(1);
  });

  it.each([
    ['rejects', 'unhandled rejection'],
    ['throws', 'uncaught exception'],
  ])('ends with 1 when something %s and nobody catches it', async (behaviour, message) => {
    const { code, output } = await run(behaviour);

    expect(output).toContain(message);
    expect(output).toContain('nobody caught this');
    expect(code).toBe(1);
  });
});
