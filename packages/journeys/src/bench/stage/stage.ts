import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createOperator, type Operator, type World } from './operator.ts';
import { processTree } from './processes.ts';
import { spawnProgram } from './spawn-program.ts';

/** Where everything answers: a Discord, a model, and the services between them. */
export interface Addresses {
  discordUrl: string;
  modelUrl: string;
  gatewayUrl: string;
  databaseUrl: string;
  /** The credentials with which the gateway is called. */
  tokens: { bot: string; worker: string };
}

/** A way to run everything, such as `npm start` or production. */
export interface Setup {
  name: string;
  start(directory: string): Promise<{ addresses: Addresses; stop: () => Promise<void> }>;
}

/** A bot and the world of the local Discord that it lives in. */
export interface Contestant extends Pick<Addresses, 'discordUrl' | 'modelUrl'> {
  name: string;
  operator: Operator;
  world: World;
  /** Ids of its processes; for ours with local Discord, model and stores. */
  processIds: () => number[];
}

export interface Stage extends Addresses {
  operator: Operator;
  tzurot: Contestant;
  bareBot: Contestant;
}

const bareBotProgram = fileURLToPath(new URL('../bare-bot.ts', import.meta.url));

/**
 * Runs `work` with everything started, the bare bot beside ours on the same Discord and model, and ends it all.
 * What the programs printed is kept only when something went wrong.
 */
export async function withStage<Result>(setup: Setup, work: (stage: Stage) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'tzurot-bench-'));
  const { addresses, stop } = await setup.start(directory);
  let result: Result;
  try {
    result = await withBareBot(addresses, directory, work);
  } finally {
    await stop();
  }
  await rm(directory, { recursive: true, force: true });
  return result;
}

async function withBareBot<Result>(
  addresses: Addresses,
  directory: string,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const operator = createOperator(addresses.discordUrl);
  await operator.liftLimits();
  const world = await operator.createWorld('bare');
  const bareBot = await spawnProgram({
    command: process.execPath,
    args: [bareBotProgram],
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      DISCORD_API_URL: `${addresses.discordUrl}/api`,
      DISCORD_TOKEN: world.bot.token,
      MODEL_URL: addresses.modelUrl,
    },
    readyWhen: /bare bot is ready/,
    logPath: join(directory, 'bare-bot.log'),
  });
  try {
    const around = { discordUrl: addresses.discordUrl, modelUrl: addresses.modelUrl, operator };
    return await work({
      ...addresses,
      operator,
      tzurot: {
        ...around,
        name: 'Tzurot',
        world: await operator.world('default'),
        processIds: () => processTree(process.pid, [bareBot.pid]).filter((pid) => pid !== process.pid),
      },
      bareBot: { ...around, name: 'bare bot', world, processIds: () => processTree(bareBot.pid) },
    });
  } finally {
    await bareBot.stop();
  }
}
