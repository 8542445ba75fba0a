import { beforeAll, expect, it } from 'vitest';
import type { FileToSend } from '../src/world/discord-rest.ts';
import { dumpDatabase } from '../src/world/dump-database.ts';
import { storesKey, talksTo } from '../src/world/own-model.ts';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

const picture: FileToSend = {
  name: 'cat.png',
  type: 'image/png',
  bytes: Uint8Array.from(
    atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
    (c) => c.charCodeAt(0),
  ),
};

beforeAll(async () => {
  const { ada, ben, places } = world();
  for (const person of [ada, ben]) await storesKey(person, places.channels.general, `local-of-${person.name}`);
});

/** Waits until the model is being asked. */
async function isAsked(saying: string): Promise<void> {
  const { promptsAbout } = world();
  await expect.poll(() => promptsAbout(saying).length, { timeout: 10_000, interval: 20 }).toBe(1);
}

it('says nothing to what is for nobody: plain talk, names inside words, system messages, other webhooks', async () => {
  const { ada, ben, cyn, places, settles, discord } = world();
  const { general } = places.channels;

  const first = await ben.says(general, 'nothing for anybody');
  await ben.says(general, 'write to somebody@lilith.example or join the @Pipeline');
  await ada.opensThread(general, '@Lilith come here');
  const hook = (await cyn.rest('POST', `/channels/${general}/webhooks`, { body: { name: 'Proxy' } })) as Webhook;
  await cyn.rest('POST', `/webhooks/${hook.id}/${hook.token}?wait=true`, {
    body: { content: '@Lilith I am a webhook' },
  });
  await settles();

  const own = ['nothing for anybody', 'write to somebody', '@Lilith come here', '@Lilith I am a webhook'];
  const answers = ben.heard({ after: first }).filter(({ content }) => !own.some((text) => content.startsWith(text)));
  expect(answers).toEqual([]);
  expect(discord.readLog().filter(({ by, path }) => by === 'bot' && String(path).includes('/typing'))).toEqual([]);
});

/** A permission's bit in Discord's API. */
const SEND_MESSAGES = String(1 << 11);

interface Webhook {
  id: string;
  token: string;
}

it('answers a mention without words, one with only a picture, and a very long one', async () => {
  const { ada, places, promptsAbout } = world();
  const { general } = places.channels;

  const bare = await ada.says(general, '@Lilith');
  const bareReply = await ada.hears({ by: 'Lilith', after: bare });
  const shown = await ada.says(general, '@Lilith', { files: [picture] });
  const shownReply = await ada.hears({ by: 'Lilith', after: shown });
  const silent = await ada.says(general, '', { files: [picture], replyTo: shownReply });
  const silentReply = await ada.hears({ by: 'Lilith', after: silent });
  const story = '@Lilith listen: '.padEnd(4_000, 'a very long story, ');
  const long = await ada.says(general, story);
  await ada.hears({ by: 'Lilith', after: long });

  expect(bareReply.content).toContain('you said, ada');
  expect(shownReply.content).toContain('cat.png');
  expect(silentReply.content).toContain('cat.png');
  expect(promptsAbout('cat.png').length).toBeGreaterThan(0);
  expect(promptsAbout(story)).toHaveLength(1);
});

it('speaks itself, with the name in front, where it may have no webhook', async () => {
  const { ben, places, settles } = world();

  const hello = await ben.says(places.channels.quiet, '@Orin may you speak here?');
  const reply = await ben.hears({ by: 'Orin', after: hello });
  await settles();

  expect(reply.author.id).toBe(places.bot.id);
  expect(reply.content).toMatch(/^\*\*Orin:\*\* .*may you speak here\?/s);
  expect(ben.heard({ after: hello })).toEqual([reply]);
});

it('makes itself a new webhook when a moderator has deleted the old one, before or in the middle', async () => {
  const { ben, cyn, places, settles } = world();
  const { adults } = places.channels;
  const first = await ben.says(adults, '@Pip is this on?');
  const { webhook_id: webhookId } = await ben.hears({ by: 'Pip', after: first });

  await cyn.rest('DELETE', `/webhooks/${webhookId}`);
  const second = await ben.says(adults, '@Pip and now?');
  const reply = await ben.hears({ by: 'Pip', after: second });
  await talksTo(ben, adults, 'local/slow-500');
  const third = await ben.says(adults, '@Pip and in the middle?');
  await isAsked('and in the middle?');
  await cyn.rest('DELETE', `/webhooks/${reply.webhook_id}`);
  const last = await ben.hears({ by: 'Pip', after: third });
  await settles();

  expect(reply.webhook_id).not.toBe(webhookId);
  expect(last.webhook_id).not.toBe(reply.webhook_id);
  expect(last.author.username).toBe('Pip');
  expect(ben.heard({ after: second, by: 'Pip' })).toEqual([reply, last]);
});

it('answers nothing to a message that was deleted meanwhile, and goes on with the next', async () => {
  const { ben, places, settles, promptsAbout } = world();
  const { corner } = places.threads;
  await talksTo(ben, corner, 'local/slow-700');

  const regretted = await ben.says(corner, '@Lilith I should not have said that');
  await isAsked('I should not have said that');
  await ben.deletes(regretted);
  const next = await ben.says(corner, '@Lilith I say this instead');
  await ben.hears({ by: 'Lilith', after: next });
  await settles();

  expect(ben.heard({ in: corner, saying: 'should not have said' })).toEqual([]);
  expect(ben.heard({ after: next })).toHaveLength(1);
  // Nobody goes on paying for what nobody will read.
  expect(promptsAbout('I should not have said that').map(({ outcome }) => outcome)).toEqual(['aborted']);
});

it('answers once, when Discord tells of a message twice', async () => {
  const { cyn, discord, places, settles } = world();
  discord.addFault({ kind: 'duplicate-event', match: { event: 'MESSAGE_CREATE', text: 'do you hear double' } });

  const hello = await cyn.says(places.channels.general, '@Orin do you hear double?');
  const reply = await cyn.hears({ by: 'Orin', after: hello });
  await settles();

  expect(cyn.heard({ by: 'Orin', after: hello })).toEqual([reply]);
});

it.each([true, false])(
  'answers once what was said while the connection was lost (Discord replays what was missed: %s)',
  async (resume) => {
    const { cyn, discord, places, settles } = world();
    discord.addFault({ kind: 'drop-connection', resume });

    const asked = await cyn.says(places.channels.general, `@Orin did you hear the thunder, ${resume}?`);
    const reply = await cyn.hears({ by: 'Orin', after: asked });
    await settles();

    expect(cyn.heard({ by: 'Orin', after: asked })).toEqual([reply]);
  },
);

it('lets a deleted character finish its sentence, and says that nobody answers what waits', async () => {
  const { ada, places, settles } = world();
  const { general } = places.channels;
  await (await ada.opens('/character create', {}, general)).submits({ Name: 'Wisp' });
  await talksTo(ada, general, 'local/slow-700');

  const last = await ada.says(general, '@Wisp what is it like to fade?');
  await ada.says(general, '@Wisp and once more?');
  await isAsked('what is it like to fade?');
  const question = await ada.uses('/character delete', { character: 'Wisp' }, general);
  const deleted = await (await question.opens('Delete Wisp')).submits({
    "Type the character's name to delete it": 'Wisp',
  });
  const next = await ada.says(general, '@Lilith what became of Wisp?');
  await ada.hears({ by: 'Lilith', after: next });
  await settles();

  expect(deleted.text).toContain('Wisp is deleted');
  expect(ada.heard({ by: 'Wisp', after: last }).map(({ content }) => content)).toEqual([
    expect.stringContaining('what is it like to fade?'),
  ]);
  expect(ada.heard({ in: general, saying: 'nobody answers this' }).map(({ content }) => content)).toEqual([
    "Wisp isn't available any more, so nobody answers this.",
  ]);
});

it('tells whoever asks, in private, when it may not speak in a channel', async () => {
  const { cyn, discord, places, settles } = world();
  const { staff } = places.channels;
  discord.addFault({ kind: 'permission-removed', channelId: staff, permissions: SEND_MESSAGES });

  const asked = await cyn.says(staff, '@Pip may you speak?');
  const notice = await cyn.hears({ by: 'Tzurot', saying: "I can't answer in #staff" });
  await cyn.says(staff, '@Pip and now?');
  await settles();

  expect(notice.content).toContain('**Send Messages**');
  expect(cyn.heard({ after: asked, by: 'Pip' })).toEqual([]);
  expect(cyn.heard({ saying: "I can't answer in" })).toHaveLength(1);
});

it('loses nothing when the database dies in the middle, and answers each message once', async () => {
  const { ada, ben, places, database, settles } = world();
  const { general } = places.channels;
  await talksTo(ben, general, 'local/slow-700');
  const before = database?.pid ?? 0;

  const running = await ben.says(general, '@Orin what do you do in a storm?');
  await isAsked('what do you do in a storm?');
  process.kill(before, 'SIGKILL');
  await ada.says(general, '@Orin and in a fog?');
  await ada.says(places.channels.adults, '@Pip can you hear me?');
  await ada.hears({ by: 'Orin', saying: 'what do you do in a storm?', in: general });
  await ada.hears({ by: 'Orin', saying: 'and in a fog?', in: general });
  await ada.hears({ by: 'Pip', saying: 'can you hear me?' });
  await settles();

  expect(database?.pid).not.toBe(before);
  expect(ada.heard({ by: 'Orin', after: running })).toHaveLength(2);
  expect(ada.heard({ by: 'Pip', saying: 'can you hear me?' })).toHaveLength(1);
});

it('answers nothing twice after its database was restored from a backup, and everything that came since then', async () => {
  const { ada, ben, cyn, around, places, services, settles } = world();
  const { general, quiet } = places.channels;
  const first = await ada.says(general, '@Lilith remember the harbour');
  const early = await ada.hears({ by: 'Lilith', after: first });
  await settles();
  const restore = await dumpDatabase(around.databaseUrl);

  for (const [person, words] of [
    [ada, '@Lilith the first since the backup'],
    [cyn, '@Pip the second since the backup'],
    [ada, '@Lilith the third since the backup'],
  ] as const)
    await person.says(general, words);
  await ada.says(general, 'and a fourth since the backup', { replyTo: early });
  await cyn.says(quiet, '@Orin a fifth since the backup');
  await ada.hears({ by: 'Lilith', saying: 'a fourth since the backup' });
  await cyn.hears({ by: 'Orin', saying: 'a fifth since the backup' });
  await settles();
  await services.stop();
  await cyn.says(general, '@Lilith nobody is there to hear this');
  await restore();
  await services.start();
  await cyn.hears({ by: 'Lilith', saying: 'nobody is there to hear this' });
  await settles();

  const replies = ben
    .heard({ after: first })
    .flatMap(({ author, content }) => (['Lilith', 'Pip'].includes(author.username) ? [content] : []));
  const timesOf = (words: string) => replies.filter((content) => content.includes(words)).length;
  const asked = ['the first since', 'the second since', 'the third since', 'a fourth since', 'nobody is there'];
  expect(asked.map(timesOf)).toEqual([1, 1, 1, 1, 1]);
  expect(cyn.heard({ in: quiet, by: 'Orin', saying: 'a fifth since the backup' })).toHaveLength(1);
});
