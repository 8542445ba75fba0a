import { acceptTrigger, getMark, listDmChannels, putMark } from '@tzurot/contracts';
import { startLocalDiscord } from '@tzurot/local-discord';
import { createSharedState, systemClock } from '@tzurot/platform';
import { answer, fakeGateway, fakeLog, fakeQueues } from '@tzurot/platform/testing';
import { Events } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { createDiscordClient } from '../src/discord/client.ts';
import { logIn } from '../src/discord/log-in.ts';
import { createAddressBook } from '../src/inbound/address-book.ts';
import { createSceneGatherer } from '../src/inbound/gather.ts';
import { createIntake } from '../src/inbound/intake.ts';
import { listen } from '../src/inbound/listen.ts';
import { createNotices } from '../src/inbound/notices.ts';

const LILITH = '01890a5d-ac96-774b-bcce-b302099a8057';

/** A bot that hears messages and looks back, before its first login. `accepted` has the texts in the order of acceptance. */
async function prepareBot({ mark, onLookBack }: { mark: string; onLookBack: () => Promise<unknown> }) {
  const discord = await startLocalDiscord({ port: 0 });
  onTestFinished(() => discord.close());
  const { log } = fakeLog();
  const state = createSharedState({ log });
  const accepted: string[] = [];
  const gateway = fakeGateway(
    answer(getMark, () => ({ mark })),
    answer(putMark, () => ({})),
    answer(listDmChannels, async () => {
      await onLookBack();
      return { channelIds: [] };
    }),
    answer(acceptTrigger, ({ body }) => {
      accepted.push(body.trigger.content);
      return { status: 'ignored' as const, needsScene: false, turns: [] };
    }),
  );
  const book = createAddressBook();
  book.load({
    version: 1,
    addressees: [{ characterId: LILITH, slug: 'lilith', name: 'Lilith', ownerId: null }],
    aliases: [{ characterId: LILITH, name: 'lilith', guildId: null, userId: null }],
    activations: [],
  });
  const gatherer = createSceneGatherer();
  const intake = createIntake({
    book,
    gatherer,
    gateway,
    queues: fakeQueues(),
    state,
    notices: createNotices({ state, log, exampleName: () => 'Lilith' }),
    clock: systemClock,
    log,
    ourselves: () => ({ userId: discord.world.bot.id, applicationId: discord.world.bot.applicationId }),
    personLimit: { burst: 100, perMinute: 6_000 },
  });
  const client = createDiscordClient({ apiUrl: `${discord.url}/api` });
  onTestFinished(() => client.destroy());
  const listening = listen({ client, gateway, intake, gatherer, clock: systemClock, log, maxAgeMs: 600_000 });
  onTestFinished(() => listening.stop());

  return {
    accepted,
    intake,
    /** Resolves with the look back. */
    start: async () => listening.start(await logIn(client, discord.world.bot.token)),
    hears: (text: string) =>
      new Promise<void>((resolve) => {
        client.on(Events.MessageCreate, ({ content }) => {
          if (content === text) resolve();
        });
      }),
    async say(content: string) {
      await fetch(`${discord.url}/api/v10/channels/${discord.world.channels.general}/messages`, {
        method: 'POST',
        headers: { authorization: discord.world.people.ada.token, 'content-type': 'application/json' },
        body: JSON.stringify({ content }),
      });
    },
  };
}

it('accepts what was said while it was away before what is said while it looks back, each once', async () => {
  const bot = await prepareBot({
    mark: '1457706000000000000',
    onLookBack: () => Promise.all([bot.hears('@Lilith two'), bot.say('@Lilith two')]),
  });
  await bot.say('@Lilith one');

  await bot.start();
  await bot.intake.idle();

  expect(bot.accepted).toEqual(['@Lilith one', '@Lilith two']);
});
