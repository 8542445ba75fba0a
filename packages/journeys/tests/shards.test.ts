import { join } from 'node:path';
import type { Surroundings } from '@tzurot/startup';
import { expect, it, onTestFinished } from 'vitest';
import { findFreePorts } from '../src/processes/find-free-ports.ts';
import { createServiceProcess, type ServiceProcess } from '../src/processes/service-process.ts';
import { useWorld } from '../src/world/use-world.ts';

/** Discord lets a bot make one connection in five seconds. */
const TIMEOUT_MS = 90_000;

const world = useWorld({
  processes: 'separate',
  operator: { SHARD_COUNT: '4', SHARDS_PER_PROCESS: '2', SHARD_LEASE_SECONDS: '3' },
});

/** One more bot-client beside that of the world. */
async function anotherBotClient(): Promise<ServiceProcess> {
  const { around, directory } = world();
  const [port = 0] = await findFreePorts(1);
  const beside: Surroundings = { ...around, ports: { ...around.ports, 'bot-client': port } };
  const logPath = join(directory, 'logs', `bot-client-${port}.log`);
  const botClient = createServiceProcess('bot-client', { around: beside, logPath });
  onTestFinished(() => botClient.stop());
  await botClient.start();
  return botClient;
}

it(
  'answers everything once while two processes share four shards, and a third takes over from one that is killed',
  async () => {
    const { ada, ben, places, processes, settles } = world();
    const { general } = places.channels;
    await anotherBotClient();
    await anotherBotClient();
    const direct = await ben.opensDirect();

    const first = await ada.says(general, '@Pip are you there?');
    await ada.hears({ by: 'Pip', after: first });
    await ben.hears({ by: 'Orin', saying: 'and you?', after: await ben.says(direct, '@Orin and you?') });
    // It came first, so it has shard 0 with the direct messages.
    await processes['bot-client'].kill();
    const inDirect = await ben.says(direct, 'who listens now?');
    const inGuild = await ada.says(general, '@Pip who listens now?');
    await ben.hears({ by: 'Orin', after: inDirect });
    await ada.hears({ by: 'Pip', after: inGuild });
    await processes['bot-client'].start();
    await settles();

    const greetingAndReplies = 3;
    expect(ben.heard({ by: 'Orin', in: direct })).toHaveLength(greetingAndReplies);
    expect(ada.heard({ by: 'Pip', in: general, after: first })).toHaveLength(2);
  },
  TIMEOUT_MS,
);
