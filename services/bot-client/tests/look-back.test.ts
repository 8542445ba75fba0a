import {
  acceptTrigger,
  compareSnowflakes,
  findTriggers,
  findUnknownPosts,
  forgetMessages,
  getMark,
  listDmChannels,
  type OwnMessage,
  putMark,
  recordScene,
  snowflakeAt,
} from '@tzurot/contracts';
import { startLocalDiscord } from '@tzurot/local-discord';
import { AppError, createSharedState, systemClock } from '@tzurot/platform';
import { answer, fakeGateway, fakeLog, fakeQueues } from '@tzurot/platform/testing';
import { type Client, Events } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createDiscordClient } from '../src/discord/client.ts';
import { logIn } from '../src/discord/log-in.ts';
import { createAddressBook } from '../src/inbound/address-book.ts';
import { createSceneGatherer } from '../src/inbound/gather.ts';
import { createIntake } from '../src/inbound/intake.ts';
import { listen } from '../src/inbound/listen.ts';
import { createNotices } from '../src/inbound/notices.ts';

const LILITH = '01890a5d-ac96-774b-bcce-b302099a8057';
const TURN = '01890a5d-ac96-774b-bcce-b302099a8058';

/** A bot that hears messages and looks back, before its first login. `accepted` has the texts in the order of acceptance. */
async function prepareBot({
  mark,
  onLookBack,
  onScene,
  onAccept = async () => {},
  retriesAtOnce = false,
  maxAgeMs = 600_000,
  onFind = () => [],
  onFindPosts = (messageIds) => ({ messageIds, isSending: false }),
}: {
  mark: string | null;
  onLookBack: () => Promise<unknown>;
  /** While the gateway accepts. */
  onAccept?: (triggerId: string) => Promise<void>;
  /** Before the gateway says that it has a scene; without it, nobody is there to answer. */
  onScene?: () => Promise<void>;
  /** Whoever waits before trying again waits hardly at all. */
  retriesAtOnce?: boolean;
  /** Older messages are not answered. */
  maxAgeMs?: number;
  /** What the ledger has of these. */
  onFind?: (triggerIds: readonly string[]) => string[];
  /** Which of these are no post's. */
  onFindPosts?: (messageIds: string[]) => { messageIds: string[]; isSending: boolean };
}) {
  const discord = await startLocalDiscord({ port: 0 });
  onTestFinished(() => discord.close());
  const { log } = fakeLog();
  const state = createSharedState({ log });
  const accepted: string[] = [];
  const toOurs: string[] = [];
  const marks: string[] = [];
  const withdrawn: string[] = [];
  const ours: OwnMessage[] = [];
  const gateway = fakeGateway(
    answer(getMark, () => ({ mark })),
    answer(putMark, ({ body }) => {
      marks.push(body.mark);
      return {};
    }),
    answer(listDmChannels, async () => {
      await onLookBack();
      return { channelIds: [] };
    }),
    answer(forgetMessages, ({ body }) => {
      withdrawn.push(...body.messageIds);
      ours.push(...body.ours);
      return { endedTurns: 0 };
    }),
    answer(acceptTrigger, async ({ body }) => {
      await onAccept(body.trigger.id);
      accepted.push(body.trigger.content);
      if (body.repliesToOurs === true) toOurs.push(body.trigger.content);
      if (onScene === undefined) return { status: 'ignored' as const, needsScene: false, turns: [] };
      const turns = [{ turnId: TURN, characterId: LILITH, stage: 'accepted' as const }];
      return { status: 'accepted' as const, needsScene: true, turns };
    }),
    answer(findTriggers, ({ body }) => ({ triggerIds: onFind(body.triggerIds) })),
    answer(findUnknownPosts, ({ body }) => onFindPosts(body.messageIds)),
    answer(recordScene, async () => {
      await onScene?.();
      return {};
    }),
  );
  const book = createAddressBook();
  book.load({
    version: 1,
    addressees: [
      {
        characterId: LILITH,
        slug: 'lilith',
        name: 'Lilith',
        ownerId: '100000000000000009',
        isPublic: true,
        personIds: [],
      },
    ],
    aliases: [{ characterId: LILITH, name: 'lilith', guildId: null, userId: null }],
    activations: [],
    denials: [],
    choices: [],
    settings: [{ tier: 'operator', id: null, settings: { values: { joinSeconds: 0, repeatSeconds: 0 } } }],
  });
  const gatherer = createSceneGatherer({ reconcile: async () => {} });
  const notices = createNotices({ state, clock: systemClock, log, book });
  const ourselves = () => ({ userId: discord.world.bot.id, applicationId: discord.world.bot.applicationId });
  const intake = createIntake({
    book,
    gatherer,
    gateway,
    queues: fakeQueues(),
    state,
    notices,
    clock: retriesAtOnce ? { ...systemClock, sleep: () => systemClock.sleep(1) } : systemClock,
    log,
    ourselves,
  });
  const client = createDiscordClient({ apiUrl: `${discord.url}/api` });
  onTestFinished(() => client.destroy());
  const listening = listen({
    client,
    gateway,
    intake,
    gatherer,
    notices,
    clock: systemClock,
    log,
    maxAgeMs,
    ourselves,
  });
  onTestFinished(() => listening.stop());

  const { channels } = discord.world;
  const headers = { 'content-type': 'application/json' };
  return {
    discord,
    accepted,
    /** Of these, those that were known to reply to us. */
    toOurs,
    listening,
    marks,
    withdrawn,
    ours,
    intake,
    /** Breaks the connection to Discord; resolves when the bot knows that nothing will be replayed. */
    async cut() {
      const broken = nextLoss(client);
      discord.addFault({ kind: 'drop-connection', resume: false });
      await broken;
      await nextLoss(client);
    },
    connectsAgain: () => new Promise<void>((resolve) => client.once(Events.ShardReady, () => resolve())),
    /** Resolves with the look back. */
    start: async () => listening.start(await logIn(client, { token: discord.world.bot.token, shards: 'auto' })),
    hears: (text: string) =>
      new Promise<void>((resolve) => {
        client.on(Events.MessageCreate, ({ content }) => {
          if (content === text) resolve();
        });
      }),
    async deletes(messageId: string) {
      await fetch(`${discord.url}/api/v10/channels/${channels.general}/messages/${messageId}`, {
        method: 'DELETE',
        headers: { authorization: discord.world.people.ada.token },
      });
    },
    async say(content: string, place: 'general' | 'quiet' = 'general', repliesTo?: string) {
      const response = await fetch(`${discord.url}/api/v10/channels/${channels[place]}/messages`, {
        method: 'POST',
        headers: { ...headers, authorization: discord.world.people.ada.token },
        body: JSON.stringify({ content, ...(repliesTo && { message_reference: { message_id: repliesTo } }) }),
      });
      return z.object({ id: z.string() }).parse(await response.json()).id;
    },
    /** The bot itself says something. */
    async saysItself(content: string) {
      const response = await fetch(`${discord.url}/api/v10/channels/${channels.general}/messages`, {
        method: 'POST',
        headers: { ...headers, authorization: `Bot ${discord.world.bot.token}` },
        body: JSON.stringify({ content }),
      });
      return z.object({ id: z.string() }).parse(await response.json()).id;
    },
    async deletesOwn(messageId: string) {
      await fetch(`${discord.url}/api/v10/channels/${channels.general}/messages/${messageId}`, {
        method: 'DELETE',
        headers: { authorization: `Bot ${discord.world.bot.token}` },
      });
    },
    /** What stands in a channel, the oldest first. */
    async reads(place: 'general' | 'quiet' = 'general') {
      const response = await fetch(`${discord.url}/api/v10/channels/${channels[place]}/messages?limit=100`, {
        headers: { authorization: discord.world.people.ada.token },
      });
      return z
        .array(z.object({ content: z.string(), components: z.array(z.unknown()) }))
        .parse(await response.json())
        .map(({ content, components }) => (content === '' ? JSON.stringify(components) : content))
        .toReversed();
    },
  };
}

function nextLoss(client: Client): Promise<void> {
  return new Promise((resolve) => client.once(Events.ShardReconnecting, () => resolve()));
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

it('looks back again when the connection breaks while it looks back', async () => {
  const again = Promise.withResolvers<void>();
  let looks = 0;
  const bot = await prepareBot({
    mark: '1457706000000000000',
    async onLookBack() {
      looks += 1;
      if (looks > 1) return;
      bot.connectsAgain().then(again.resolve, again.reject);
      await bot.cut();
      await bot.say('@Lilith two', 'quiet');
    },
  });
  await bot.say('@Lilith one');

  await bot.start();
  await again.promise;

  await expect.poll(() => bot.accepted).toEqual(['@Lilith one', '@Lilith two']);
});

it('keeps where it began at its very first start, although nobody has said anything yet', async () => {
  const startedAt = snowflakeAt(Date.now() - 1_000);
  const bot = await prepareBot({ mark: null, onLookBack: async () => {} });

  await bot.start();

  await expect.poll(() => bot.marks.length, { timeout: 5_000 }).toBe(1);
  expect(compareSnowflakes(bot.marks[0] ?? '0', startedAt)).toBe(1);
});

it('withdraws a message that is deleted before the ledger has it, once the ledger has it', async () => {
  const scenes: string[] = [];
  const bot = await prepareBot({
    mark: null,
    onLookBack: async () => {},
    onScene: async () => void scenes.push('scene'),
    async onAccept(triggerId) {
      await bot.deletes(triggerId);
      await expect.poll(() => bot.withdrawn).toEqual([triggerId]);
    },
  });
  await bot.start();

  const id = await bot.say('@Lilith never mind');
  await expect.poll(() => bot.withdrawn).toEqual([id, id]);
  await bot.intake.idle();

  expect(scenes).toEqual([]);
});

it('leaves the mark before a message until its scene is kept, so that another process would gather it', async () => {
  const recorded = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const bot = await prepareBot({
    mark: null,
    onLookBack: async () => {},
    onScene() {
      asked.resolve();
      return recorded.promise;
    },
  });
  await bot.start();

  const id = await bot.say('@Lilith hello');
  await asked.promise;
  await expect.poll(() => bot.marks.length, { timeout: 5_000 }).toBeGreaterThan(0);

  expect(bot.marks.filter((mark) => compareSnowflakes(mark, id) >= 0)).toEqual([]);
  recorded.resolve();
  await expect.poll(() => bot.marks.at(-1), { timeout: 5_000 }).toBe(id);
});

it('tries a channel again whose history cannot be read, and lets neither the mark nor what is newer there pass it', async () => {
  const bot = await prepareBot({ mark: '1457706000000000000', onLookBack: async () => {} });
  const path = `/channels/${bot.discord.world.channels.general}/messages`;
  bot.discord.addFault({ kind: 'error-before', match: { method: 'GET', path }, times: 6, status: 503 });
  const missedId = await bot.say('@Lilith one');
  await bot.say('@Lilith elsewhere', 'quiet');

  await bot.start();
  const behind = bot.listening.countBehind();
  const heard = bot.hears('@Lilith two');
  await bot.say('@Lilith two');
  await heard;
  const marksBefore = bot.marks.filter((mark) => compareSnowflakes(mark, missedId) >= 0);
  await expect
    .poll(() => bot.accepted, { timeout: 10_000 })
    .toEqual(['@Lilith elsewhere', '@Lilith one', '@Lilith two']);

  expect({ behind, marksBefore }).toEqual({ behind: 1, marksBefore: [] });
  await expect.poll(() => bot.listening.countBehind()).toBe(0);
  await expect.poll(() => compareSnowflakes(bot.marks.at(-1) ?? '0', missedId), { timeout: 5_000 }).toBe(1);
});

it('tries again what failed for a reason that nobody knows, and keeps the order', async () => {
  let failures = 5;
  const bot = await prepareBot({
    mark: null,
    onLookBack: async () => {},
    retriesAtOnce: true,
    async onAccept() {
      failures -= 1;
      if (failures >= 0) throw new AppError('internal', 'cannot execute INSERT in a read-only transaction');
    },
  });
  await bot.start();

  await bot.say('@Lilith one');
  const lastId = await bot.say('@Lilith two');

  await expect.poll(() => bot.accepted).toEqual(['@Lilith one', '@Lilith two']);
  await expect.poll(() => bot.marks.at(-1), { timeout: 5_000 }).toBe(lastId);
});

it('gives up a message that fails while others are accepted, tells its author, and lets the mark pass', async () => {
  const bot = await prepareBot({
    mark: null,
    onLookBack: async () => {},
    retriesAtOnce: true,
    async onAccept(triggerId) {
      if (triggerId === poison) throw new AppError('internal', 'nobody knows');
    },
  });
  let poison = '';
  await bot.start();
  bot.discord.addFault({ kind: 'delay-event', match: { event: 'MESSAGE_CREATE' }, delayMs: 100 });

  poison = await bot.say('@Lilith poison');
  const lastId = await bot.say('@Lilith hello', 'quiet');

  await expect.poll(() => bot.accepted).toEqual(['@Lilith hello']);
  await expect.poll(() => bot.reads()).toEqual(['@Lilith poison', expect.stringContaining('send it again')]);
  await expect.poll(() => compareSnowflakes(bot.marks.at(-1) ?? '0', lastId), { timeout: 5_000 }).not.toBe(-1);
});

it('finds replies to us in a look back over more messages than the cache keeps', async () => {
  const bot = await prepareBot({ mark: '1457706000000000000', onLookBack: async () => {} });
  const oursId = await bot.saysItself('Who goes there?');
  const othersId = await bot.say('the weather is fine');
  for (let chat = 0; chat < 96; chat += 1) await bot.say(`chat ${chat}`);
  await bot.say('it is', 'general', othersId);
  await bot.say('it is me', 'general', oursId);

  await bot.start();
  await bot.intake.idle();

  expect(bot.accepted).toEqual(['it is me']);
  expect(bot.toOurs).toEqual(['it is me']);
});

it('says in a channel what was too old to be answered and never was, with a button to answer it now', async () => {
  let answeredId = '';
  const bot = await prepareBot({
    mark: '1457706000000000000',
    onLookBack: async () => {},
    maxAgeMs: -60_000,
    onFind: (triggerIds) => triggerIds.filter((id) => id === answeredId),
  });
  await bot.say('nobody is called');
  answeredId = await bot.say('@Lilith one');
  const firstId = await bot.say('@Lilith two');
  const lastId = await bot.say('@Lilith three');
  await bot.say('@Lilith four', 'quiet');

  await bot.start();

  const said = expect.stringMatching(
    new RegExp(`2 messages to characters.*Answer now|missed:answer.*${firstId}.*${lastId}`),
  );
  await expect.poll(async () => (await bot.reads()).slice(4)).toEqual([said]);
  await expect
    .poll(async () => (await bot.reads('quiet')).slice(1))
    .toEqual([expect.stringContaining('1 message to a')]);
  expect(bot.accepted).toEqual([]);
});

it('accepts again what the ledger has lost, in order', async () => {
  let kept: string[] = [];
  const bot = await prepareBot({
    mark: null,
    onLookBack: async () => {},
    onScene: async () => {},
    onFind: (triggerIds) => triggerIds.filter((id) => kept.includes(id)),
  });
  await bot.start();
  kept = [await bot.say('@Lilith one')];
  await bot.say('@Lilith two');
  await bot.say('@Lilith three');
  await expect.poll(() => bot.accepted.length).toBe(3);

  await bot.intake.checkAccepted();

  expect(bot.accepted.slice(3)).toEqual(['@Lilith two', '@Lilith three']);
});

it('accepts no message again that its ledger has lost, when the reply to it stands there already', async () => {
  const bot = await prepareBot({ mark: null, onLookBack: async () => {}, onScene: async () => {}, onFind: () => [] });
  await bot.start();
  await bot.say('@Lilith one');
  await bot.say('@Lilith two');
  await bot.saysItself('**Lilith:** One.');
  await bot.say('@Lilith three');
  await expect.poll(() => bot.accepted.length).toBe(3);

  await bot.intake.checkAccepted();

  expect(bot.accepted.slice(3)).toEqual(['@Lilith two', '@Lilith three']);
});

it('does not take a reply that is still being sent for an answer to what the ledger has lost', async () => {
  let asks = 0;
  const bot = await prepareBot({
    mark: null,
    onLookBack: async () => {},
    onScene: async () => {},
    onFind: () => [],
    onFindPosts: (messageIds) => {
      asks += 1;
      return asks === 1 ? { messageIds, isSending: true } : { messageIds: [], isSending: false };
    },
  });
  await bot.start();
  await bot.say('@Lilith one');
  await bot.saysItself('**Lilith:** To somebody else.');
  await expect.poll(() => bot.accepted.length).toBe(1);

  await bot.intake.checkAccepted();

  expect(asks).toBe(2);
  expect(bot.accepted.slice(1)).toEqual(['@Lilith one']);
});

it('passes on what the bot itself had said when that is deleted, and nothing of what people said', async () => {
  const bot = await prepareBot({ mark: null, onLookBack: async () => {} });
  await bot.start();
  const heard = bot.hears('**Lilith:** regrettable');
  const messageId = await bot.saysItself('**Lilith:** regrettable');
  await heard;
  const hers = await bot.say('I take it back');

  await bot.deletesOwn(messageId);
  await bot.deletes(hers);

  await expect.poll(() => bot.withdrawn).toEqual([messageId, hers]);
  expect(bot.ours).toMatchObject([{ id: messageId, webhookId: null, name: 'Tzurot', text: '**Lilith:** regrettable' }]);
});
