import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSecrets } from '@tzurot/startup';
import { findFreePorts } from '../../processes/find-free-ports.ts';
import { spawnProgram } from './spawn-program.ts';
import type { Setup } from './stage.ts';
import { MODEL_LOG_TOKEN } from './turn-times.ts';
import { WITHOUT_PERSON_LIMITS } from './without-limits.ts';

const startProgram = fileURLToPath(new URL('../../../../../scripts/start.ts', import.meta.url));

/**
 * What `npm start` runs: the services as modules of one process, and a process for the database.
 * @param operator what the operator sets besides
 */
export const embedded = (operator: Readonly<Record<string, string>> = {}): Setup => ({
  name: 'embedded',
  async start(directory) {
    const [discord, model, gateway, database, bot, worker] = await findFreePorts(6);
    const dataDir = join(directory, 'data');
    const program = await spawnProgram({
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', startProgram],
      env: {
        ...WITHOUT_PERSON_LIMITS,
        ...operator,
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        DATA_DIR: dataDir,
        LOCAL_MODEL_LOG_TOKEN: MODEL_LOG_TOKEN,
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
    const secrets = await readSecrets(dataDir);
    if (secrets === null) throw new Error(`a start that is ready has left its secrets in ${dataDir}`);
    const addresses = {
      discordUrl: `http://127.0.0.1:${discord}`,
      modelUrl: `http://127.0.0.1:${model}`,
      gatewayUrl: `http://127.0.0.1:${gateway}`,
      databaseUrl: `postgres://postgres:${secrets.databasePassword}@127.0.0.1:${database}/postgres`,
      tokens: { bot: secrets.botClientToken, worker: secrets.aiWorkerToken },
    };
    return { addresses, stop: () => program.stop() };
  },
});
