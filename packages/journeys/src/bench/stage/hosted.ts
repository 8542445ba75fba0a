import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { endWithUs } from '../../processes/end-with-us.ts';
import { createOperator } from './operator.ts';
import { processTree } from './processes.ts';
import type { Contestant } from './stage.ts';

const Addresses = z.object({ discordUrl: z.string(), modelUrl: z.string(), databaseUrl: z.string() });

/** Everything of one checkout, running. */
export interface Hosted extends Contestant {
  databaseUrl: string;
  stop(): Promise<void>;
}

export type SetupName = 'embedded' | 'redis';

const host = fileURLToPath(new URL('host.ts', import.meta.url));

/** Starts everything that a checkout has, in processes of their own. @throws Error when it does not start */
export async function hostCheckout(checkout: string, setup: SetupName, name: string): Promise<Hosted> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', host, checkout, setup], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  endWithUs(child);
  const exited = once(child, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') break;
    lines.push(line);
  }
  const { pid } = child;
  const said = lines.at(-1);
  if (pid === undefined || said === undefined) throw new Error(`${checkout} did not start`);
  const { discordUrl, modelUrl, databaseUrl } = Addresses.parse(JSON.parse(said));
  const operator = createOperator(discordUrl);
  await operator.liftLimits();
  return {
    name,
    discordUrl,
    modelUrl,
    databaseUrl,
    operator,
    world: await operator.world('default'),
    processIds: () => processTree(pid).filter((id) => id !== pid),
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
