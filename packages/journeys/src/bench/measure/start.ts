import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFreePorts } from '../../processes/find-free-ports.ts';
import { newMark } from '../people/marks.ts';
import { createPerson } from '../people/person.ts';
import { createWitness } from '../people/witness.ts';
import { createOperator } from '../stage/operator.ts';
import { canWatchProcesses, processTree, pssBytesOf } from '../stage/processes.ts';
import { type SpawnedProgram, spawnProgram } from '../stage/spawn-program.ts';
import { WITHOUT_PERSON_LIMITS } from '../stage/without-limits.ts';

export interface Start {
  /** From the command until the page is there and the bot listens, with an empty data directory. */
  firstMs: number;
  /** The same with the data of the first. */
  againMs: number;
  /** Of all processes that the command made, npm's own included, after some turns; null where nobody tells. */
  pssBytes: number | null;
}

const TURNS = 100;
const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** Types `npm start` twice, and talks for a while the second time. */
export async function measureStart(): Promise<Start> {
  const directory = await mkdtemp(join(tmpdir(), 'tzurot-bench-start-'));
  // Whatever an installation still lacks is brought now.
  await promisify(execFile)('npm', ['run', 'exec', '--', 'node', '--version'], { cwd: root });
  const first = await npmStart(directory);
  await first.program.stop();
  const { program, discordUrl } = await npmStart(directory);
  try {
    await talk(discordUrl);
    const pssBytes = canWatchProcesses ? pssBytesOf(processTree(program.pid)) : null;
    return { firstMs: first.program.readyAfterMs, againMs: program.readyAfterMs, pssBytes };
  } finally {
    await program.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function npmStart(directory: string): Promise<{ program: SpawnedProgram; discordUrl: string }> {
  const [discord, model, gateway, database, bot, worker] = await findFreePorts(6);
  const program = await spawnProgram({
    command: 'npm',
    args: ['start'],
    cwd: root,
    env: {
      ...process.env,
      ...WITHOUT_PERSON_LIMITS,
      // As empty the first time as after an installation.
      NODE_COMPILE_CACHE: join(directory, 'compiled'),
      DATA_DIR: join(directory, 'data'),
      DISCORD_PORT: String(discord),
      MODEL_PORT: String(model),
      GATEWAY_PORT: String(gateway),
      DATABASE_PORT: String(database),
      BOT_CLIENT_PORT: String(bot),
      WORKER_PORT: String(worker),
    },
    readyWhen: /Ready after/,
    logPath: join(directory, 'start.log'),
  });
  const discordUrl = `http://127.0.0.1:${discord}`;
  const page = await fetch(discordUrl);
  if (!page.ok) throw new Error(`${discordUrl} shows no page, but ${page.status}`);
  return { program, discordUrl };
}

async function talk(discordUrl: string): Promise<void> {
  const operator = createOperator(discordUrl);
  await operator.liftLimits();
  const { people, channels } = await operator.world('default');
  const token = people['ada']?.token ?? '';
  const ada = createPerson({ discordUrl, token });
  const witness = await createWitness({ discordUrl, token });
  for (let turn = 0; turn < TURNS; turn += 1) {
    const mark = newMark();
    await ada.post(channels.general, `@Pip ${mark} what are you building?`);
    await witness.waitForReply(mark);
  }
  witness.close();
}
