import { listUntoldTurns, markTurnTold, type UntoldTurn } from '@tzurot/contracts';
import { startLocalDiscord } from '@tzurot/local-discord';
import { createSharedState, systemClock } from '@tzurot/platform';
import { answer, fakeGateway, fakeLog } from '@tzurot/platform/testing';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createDiscordClient } from '../src/discord/client.ts';
import { logIn } from '../src/discord/log-in.ts';
import { tellUntold } from '../src/inbound/tell-untold.ts';

const TURN = '01890a5d-ac96-774b-bcce-b302099a8058';

/** A bot, and a turn of ada's in #general of which nobody was told yet. */
async function prepare(turn: Pick<UntoldTurn, 'outcome' | 'text'>, where: 'general' | 'corner' = 'general') {
  const discord = await startLocalDiscord({ port: 0 });
  onTestFinished(() => discord.close());
  const { ada } = discord.world.people;
  const { general } = discord.world.channels;
  const placeId = where === 'general' ? general : discord.world.threads.corner;
  const { log } = fakeLog();
  const api = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${discord.url}/api/v10${path}`, {
      method,
      headers: { authorization: ada.token, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  };
  const Message = z.object({
    id: z.string(),
    content: z.string(),
    components: z.array(z.unknown()).optional(),
    attachments: z.array(z.object({ filename: z.string() })),
  });
  const asked = Message.parse(await api('POST', `/channels/${placeId}/messages`, { content: '@Lilith hello' }));

  const told: string[] = [];
  const facts = {
    turnId: TURN,
    triggerId: asked.id,
    channelId: placeId,
    guildId: discord.world.guild.id,
    parentId: where === 'general' ? null : general,
    askerId: ada.id,
    characterName: 'Lilith',
  };
  const gateway = fakeGateway(
    answer(listUntoldTurns, () => ({ turns: told.includes(TURN) ? [] : [{ ...facts, ...turn }] })),
    answer(markTurnTold, ({ params }) => {
      told.push(params.turnId);
      return {};
    }),
  );
  const client = createDiscordClient({ apiUrl: `${discord.url}/api` });
  onTestFinished(() => client.destroy());
  const ready = await logIn(client, { token: discord.world.bot.token, shards: 'auto' });
  const read = async (channelId: string) =>
    z
      .array(Message)
      .parse(await api('GET', `/channels/${channelId}/messages`))
      .toReversed();
  return {
    discord,
    told,
    tell: () => tellUntold({ client: ready, gateway, state: createSharedState({ log }), clock: systemClock, log }),
    inGeneral: () => read(general),
    inCorner: () => read(discord.world.threads.corner),
    async inDirect() {
      const { id } = z
        .object({ id: z.string() })
        .parse(await api('POST', '/users/@me/channels', { recipients: [discord.world.bot.id] }));
      return read(id);
    },
  };
}

it('brings a reply that its channel did not take to whoever asked, once', async () => {
  const bot = await prepare({ outcome: 'undelivered', text: 'The answer is forty-two.' });

  await bot.tell();
  await bot.tell();

  expect((await bot.inDirect()).map(({ content }) => content)).toEqual([
    expect.stringMatching(/^Lilith answered your message https:[^]*The answer is forty-two\.$/),
  ]);
  expect(await bot.inGeneral()).toHaveLength(1);
  expect(bot.told).toEqual([TURN]);
});

it('brings a long reply as a file', async () => {
  const bot = await prepare({ outcome: 'undelivered', text: 'word '.repeat(1_000) });

  await bot.tell();

  expect(await bot.inDirect()).toMatchObject([{ attachments: [{ filename: 'reply.txt' }] }]);
});

it('says where the reply belonged that there is one, and not what it says, to somebody whose direct messages are closed', async () => {
  const bot = await prepare({ outcome: 'undelivered', text: 'The answer is forty-two.' });
  bot.discord.addFault({ kind: 'direct-messages-closed', match: { user: 'ada' } });

  await bot.tell();

  const said = JSON.stringify((await bot.inGeneral()).at(-1)?.components);
  expect(said).toContain('your DMs are closed');
  expect(said).toContain('Read the reply');
  expect(said).not.toContain('forty-two');
  expect(bot.told).toEqual([TURN]);
});

it('leaves a locked thread alone, and tells in the channel above it', async () => {
  const bot = await prepare({ outcome: 'undelivered', text: 'The answer is forty-two.' }, 'corner');
  bot.discord.addFault({ kind: 'direct-messages-closed', match: { user: 'ada' } });
  bot.discord.addFault({ kind: 'thread-locked', channelId: bot.discord.world.threads.corner });
  const before = await bot.inCorner();

  await bot.tell();

  expect(await bot.inCorner()).toEqual(before);
  expect(JSON.stringify((await bot.inGeneral()).at(-1)?.components)).toContain('your DMs are closed');
  expect(bot.told).toEqual([TURN]);
});

it('says why there is no reply to whoever could not read it where it belonged', async () => {
  const bot = await prepare({ outcome: 'unanswered', text: 'The key of this preset was refused.' }, 'corner');
  bot.discord.addFault({ kind: 'thread-locked', channelId: bot.discord.world.threads.corner });

  await bot.tell();

  expect((await bot.inDirect()).map(({ content }) => content)).toEqual([
    expect.stringMatching(/couldn't answer your message https:[^]*The key of this preset was refused\.$/),
  ]);
});

it('sends nobody to write again where nothing can be posted any more', async () => {
  const bot = await prepare({ outcome: 'nowhere', text: null });

  await bot.tell();

  const [told] = await bot.inDirect();
  expect(told?.content).toContain("doesn't let characters post there");
  expect(told?.content).not.toContain('again');
});

it('tells in the channel of a message that was never answered', async () => {
  const bot = await prepare({ outcome: 'unanswered', text: null });

  await bot.tell();

  expect((await bot.inGeneral()).map(({ content }) => content)).toEqual([
    '@Lilith hello',
    expect.stringContaining('Please send it again'),
  ]);
});

it('tells later whom Discord cannot be reached for now', async () => {
  const bot = await prepare({ outcome: 'unanswered', text: null });
  bot.discord.addFault({ kind: 'error-before', match: { method: 'POST', user: 'Tzurot' }, times: 8, status: 503 });

  await bot.tell();
  expect(bot.told).toEqual([]);
  bot.discord.clearFaults();
  await bot.tell();

  expect(bot.told).toEqual([TURN]);
});
