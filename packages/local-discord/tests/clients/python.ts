import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type ActionName, actions, type ClientRun, type Place } from './actions.ts';

/** Debian's package belongs to Debian's Python. */
const PYTHON = '/usr/bin/python3';

const script = fileURLToPath(new URL('discord_py.py', import.meta.url));

export const hasDiscordPy = spawnSync(PYTHON, ['-c', 'import discord'], { stdio: 'ignore' }).status === 0;

if (!hasDiscordPy) console.warn('skipped: discord.py, which Debian has as python3-discord, is not installed');

interface Outcome {
  readonly action: string;
  readonly found?: string;
  readonly error?: string;
}

/** Runs the list in a process of its own, an action at a time as it is asked for by name. */
export async function startDiscordPy(place: Place): Promise<ClientRun> {
  const child = spawn(PYTHON, [script], { env: { ...process.env, PLACE: JSON.stringify(place) } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));

  async function nextOutcome(): Promise<Outcome> {
    const { value, done } = await lines.next();
    if (done) throw new Error(`discord.py ended: ${complaints}`);
    return JSON.parse(value) as Outcome;
  }

  async function ask(action: string): Promise<string> {
    child.stdin.write(`${action}\n`);
    const outcome = await nextOutcome();
    if (outcome.error !== undefined) throw new Error(outcome.error);
    return outcome.found ?? '';
  }

  await nextOutcome(); // it is ready
  const names = Object.keys(actions) as ActionName[];
  return {
    act: Object.fromEntries(names.map((name) => [name, () => ask(name)])) as unknown as ClientRun['act'],
    stop() {
      child.kill();
    },
  };
}
