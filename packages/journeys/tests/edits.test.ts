import { expect, it } from 'vitest';
import { z } from 'zod';
import { createDiscordRest } from '../src/world/discord-rest.ts';
import { storesKey, talksTo } from '../src/world/own-model.ts';
import { useWorld } from '../src/world/use-world.ts';

const Webhook = z.object({ id: z.string(), token: z.string() });
const Message = z.object({ id: z.string(), channel_id: z.string() });

const world = useWorld();

it('hears an edit: what its author edited away is gone from history and prompts', async () => {
  const { ben, places, promptsAbout, settles } = world();
  const { general } = places.channels;
  const told = await ben.says(general, '@Lilith my dog is called Rex');
  await ben.hears({ by: 'Lilith', after: told });
  await settles();

  await ben.edits(told, '@Lilith my dog is called Bruno');
  await settles();
  const asked = await ben.says(general, '@Orin what is the dog called?');
  await ben.hears({ by: 'Orin', after: asked });
  const again = await ben.says(general, '@Lilith and what did I call my dog?');
  await ben.hears({ by: 'Lilith', after: again });

  const prompt = promptsAbout('what did I call my dog?')[0]?.text ?? '';
  // Lilith quoted the old words in her answer, which is hers.
  expect(prompt).toMatch(/^@Lilith my dog is called Bruno/m);
  expect(prompt).not.toMatch(/^@Lilith my dog is called Rex/m);
});

it('answers a message in which an edit calls somebody, once', async () => {
  const { ada, places, settles } = world();
  const { adults } = places.channels;
  const plain = await ada.says(adults, 'what is a sprocket?');
  await settles();

  const called = await ada.edits(plain, '@Pip what is a sprocket?');
  const reply = await ada.hears({ by: 'Pip', after: plain });
  await ada.edits(called, '@Pip what is a sprocket, please?');
  await settles();

  expect(reply.content).toContain('what is a sprocket?');
  expect(ada.heard({ by: 'Pip', after: plain })).toEqual([reply]);
});

it('forgets what staff delete: the words of a person, and one of our replies', async () => {
  const { ben, cyn, places, promptsAbout, settles } = world();
  const { general } = places.channels;
  const first = await ben.says(general, '@Pip the code word is heliotrope');
  const reply = await ben.hears({ by: 'Pip', after: first });
  const second = await ben.says(general, '@Pip and the other one is marzipan');
  await ben.hears({ by: 'Pip', after: second });
  await settles();

  await cyn.deletes(first);
  await cyn.deletes(reply);
  await settles();
  const asked = await ben.says(general, '@Pip which words do you know?');
  await ben.hears({ by: 'Pip', after: asked });

  const prompt = promptsAbout('which words do you know?')[0]?.text ?? '';
  expect(prompt).toContain('marzipan');
  expect(prompt).not.toContain('heliotrope');
});

it('answers the new text of a message that is edited while the model is at it, once', async () => {
  const { cyn, places, promptsAbout, settles } = world();
  const { general } = places.channels;
  await storesKey(cyn, general, 'local-of-cyn');
  await talksTo(cyn, general, 'local/slow-700');
  const asked = await cyn.says(general, '@Orin where is the north star?');
  await expect.poll(() => promptsAbout('north star?').length, { interval: 20 }).toBe(1);

  await cyn.edits(asked, '@Orin where is the south cross?');
  const reply = await cyn.hears({ by: 'Orin', after: asked });
  await settles();

  expect(reply.content).toContain('where is the south cross?');
  expect(cyn.heard({ by: 'Orin', after: asked })).toEqual([reply]);
  expect(promptsAbout('north star?').map(({ outcome }) => outcome)).toEqual(['aborted']);
  expect(promptsAbout('south cross?')).toHaveLength(1);
});

it('answers quick messages of one person as one, with those that were edited and deleted meanwhile', async () => {
  const { ben, ada, cyn, places, promptsAbout, settles } = world();
  const { quiet } = places.channels;
  const panel = await cyn.uses('/channel settings', {}, quiet);
  const settings = { 'Join quick messages, in seconds': '1', 'Ignore repeats, in seconds': '5' };
  await (await panel.opens('Edit', 'Messages')).submits(settings);
  await settles();

  const first = await ben.says(quiet, '@Lilith I lost my kite');
  const typo = await ben.says(quiet, 'it was gren');
  await ada.says(quiet, 'nobody asked Lilith here');
  const regret = await ben.says(quiet, 'and I cried');
  const last = await ben.says(quiet, 'over the hills');
  await ben.says(quiet, 'over the hills');
  await ben.edits(typo, 'it was green');
  await ben.deletes(regret);
  await ben.hears({ by: 'Lilith', after: last });
  await settles();
  await ben.edits(first, '@Lilith I lost my drum');
  await settles();
  const asked = await ben.says(quiet, '@Lilith what did I lose?');
  await ben.hears({ by: 'Lilith', after: asked });

  const [prompt, ...more] = promptsAbout('over the hills');
  expect(prompt?.question).toMatch(/@Lilith I lost my kite\nit was green\nover the hills/);
  expect(prompt?.text.match(/lost my kite/g)).toHaveLength(1);
  expect(more).toEqual([]);
  expect(ben.heard({ by: 'Lilith', after: first, in: quiet })).toHaveLength(2);
  expect(promptsAbout('what did I lose?')[0]?.text).toMatch(/@Lilith I lost my drum\nit was green\nover the hills/);
});

it('answers what a proxy says for a person once, as the member, whichever of both comes first', async () => {
  const { ben, discord, places, promptsAbout, settles } = world();
  const { general } = places.channels;
  const pluralKit = { id: '466378653216014359', username: 'PluralKit', token: 'bot.pluralkit' };
  discord.addBot(pluralKit);
  const rest = createDiscordRest(`${discord.url}/api`, `Bot ${pluralKit.token}`);
  const { id, token } = Webhook.parse(
    await rest('POST', `/channels/${general}/webhooks`, { body: { name: 'PluralKit Proxy Webhook' } }),
  );
  const proxy = async (content: string) => {
    const body = { content, username: 'Luna' };
    return Message.parse(await rest('POST', `/webhooks/${id}/${token}?wait=true`, { body }));
  };

  const original = await ben.says(general, 'L: @Lilith what do owls dream of?');
  await ben.deletes(original);
  const said = await proxy('@Lilith what do owls dream of?');
  await ben.hears({ by: 'Lilith', after: said });
  const later = await ben.says(general, 'L: @Lilith and bats?');
  await ben.hears({ by: 'Lilith', after: later });
  await proxy('@Lilith and bats?');
  await ben.deletes(later);
  await settles();

  expect(ben.heard({ by: 'Lilith', after: original, saying: 'owls' })).toHaveLength(1);
  expect(promptsAbout('what do owls dream of?').at(-1)?.question).toContain('Luna (');
  expect(ben.heard({ by: 'Lilith', after: later })).toHaveLength(1);
});
