import { startLocalDiscord } from '@tzurot/local-discord';
import { type Client, Events, type Message } from 'discord.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDiscordClient } from '../src/discord/client.ts';
import { logIn } from '../src/discord/log-in.ts';
import { createAddressBook } from '../src/inbound/address-book.ts';
import { findAddress } from '../src/inbound/filter.ts';
import { createSceneGatherer, type SeenPart } from '../src/inbound/gather.ts';
import { toTrigger } from '../src/inbound/scene-message.ts';

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const LILITH = '01890a5d-ac96-774b-bcce-b302099a8057';

let discord: Awaited<ReturnType<typeof startLocalDiscord>>;
let client: Client<true>;
const gatherer = createSceneGatherer({ reconcile: async () => {} });

beforeAll(async () => {
  discord = await startLocalDiscord({ port: 0 });
  client = await logIn(createDiscordClient({ apiUrl: `${discord.url}/api` }), {
    token: discord.world.bot.token,
    shards: 'auto',
  });
});
afterAll(async () => {
  await client.destroy();
  await discord.close();
});

async function call<Answer = { id: string }>(
  path: string,
  body: object | FormData,
  token: string = discord.world.people.ada.token,
): Promise<Answer> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${discord.url}/api/v10${path}`, {
    method: 'POST',
    headers: { authorization: token, ...(!isForm && { 'content-type': 'application/json' }) },
    body: isForm ? body : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Ada sends a message, and the bot hears it. */
async function say(body: object | FormData, channelId: string = discord.world.channels.general): Promise<Message> {
  const arrived = new Promise<Message>((resolve) => client.once(Events.MessageCreate, resolve));
  await call(`/channels/${channelId}/messages`, body);
  return arrived;
}

function withFile(filename: string): FormData {
  const form = new FormData();
  form.set('payload_json', JSON.stringify({ content: '' }));
  form.set('files[0]', new File([PICTURE], filename, { type: 'image/png' }));
  return form;
}

it('shows the picture of a forward that has nothing else', async () => {
  const cat = await say(withFile('cat.png'));
  const forward = await say({
    message_reference: { type: 1, channel_id: cat.channelId, message_id: cat.id },
  });

  const { references } = await gatherer.gather(forward);

  expect(references).toMatchObject([{ kind: 'forward', message: { attachments: [{ filename: 'cat.png' }] } }]);
});

it('shows title and description of a webhook post that is only an embed', async () => {
  const general = discord.world.channels.general;
  const hook = await call<{ id: string; token: string }>(`/channels/${general}/webhooks`, { name: 'Builds' });
  await call(`/webhooks/${hook.id}/${hook.token}?wait=true`, {
    embeds: [{ title: 'Build 7 failed', description: 'Two tests are red.' }],
  });

  const { recent } = await gatherer.gather(await say({ content: '@Lilith what broke?' }));

  expect(recent.at(-1)).toMatchObject({ author: { isBot: true }, content: 'Build 7 failed\nTwo tests are red.' });
});

it('has the message that a thread was made from', async () => {
  const starter = await say({ content: 'My map is upside down.' });
  const thread = await call(`/channels/${starter.channelId}/messages/${starter.id}/threads`, { name: 'map' });

  const { recent } = await gatherer.gather(await say({ content: '@Lilith what do you make of this?' }, thread.id));

  expect(recent.map(({ content }) => content)).toEqual(['My map is upside down.']);
});

it('names a sticker and a poll that stand alone', async () => {
  const form = new FormData();
  form.set('name', 'Wave');
  form.set('tags', 'wave');
  form.set('description', 'A wave');
  form.set('file', new File([PICTURE], 'wave.png', { type: 'image/png' }));
  const sticker = await call(`/guilds/${discord.world.guild.id}/stickers`, form);

  const waved = await say({ sticker_ids: [sticker.id] });
  const asked = await say({
    poll: {
      question: { text: 'Tea or coffee?' },
      answers: [{ poll_media: { text: 'Tea' } }, { poll_media: { text: 'Coffee' } }],
      duration: 1,
      allow_multiselect: false,
    },
  });

  expect(toTrigger(waved).content).toBe('[sticker: Wave]');
  expect(toTrigger(asked).content).toBe('[poll: Tea or coffee? Tea / Coffee]');
});

it('takes a message that says nothing for nobody, where a character answers everything', async () => {
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
    aliases: [],
    activations: [{ channelId: discord.world.channels.general, characterIds: [LILITH] }],
    denials: [],
    choices: [],
  });
  const ourselves = { userId: discord.world.bot.id, applicationId: discord.world.bot.applicationId };
  const said = await say({ content: 'hello' });
  const silent = Object.assign(Object.create(Object.getPrototypeOf(said)), said, { content: '' });

  expect(findAddress(said, book, ourselves)).toMatchObject({ active: { characterIds: [LILITH], whoAnswers: 'all' } });
  expect(findAddress(silent, book, ourselves)).toBeNull();
});

it('tells what stands in a channel when it reads it for the first time, so that what was deleted meanwhile is forgotten', async () => {
  const parts: SeenPart[] = [];
  const fresh = createSceneGatherer({ reconcile: async (part) => void parts.push(part) });
  const { adults } = discord.world.channels;
  const standing = await say({ content: 'I stay.' }, adults);
  const deleted = await say({ content: 'I go.' }, adults);
  await fetch(`${discord.url}/api/v10/channels/${adults}/messages/${deleted.id}`, {
    method: 'DELETE',
    headers: { authorization: discord.world.people.ada.token },
  });
  const asked = await say({ content: '@Lilith who is there?' }, adults);

  await fresh.gather(asked);
  await fresh.gather(asked);

  expect(parts).toEqual([{ channelId: adults, before: asked.id, messageIds: [standing.id], fromTheStart: true }]);
});
