import { expect, it } from 'vitest';
import type { Person } from '../src/world/person.ts';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

async function tells(person: Person, channelId: string, content: string): Promise<void> {
  const message = await person.says(channelId, content);
  await person.hears({ by: 'Lilith', after: message });
}

it('recalls what was said long ago in another channel of the server', async () => {
  const { ada, places, promptsAbout } = world();
  await tells(ada, places.channels.general, '@Lilith my cat is called Quicksilver and she is afraid of thunder');
  await tells(ada, places.channels.general, '@Lilith I like my tea with honey');

  await tells(ada, places.threads.prologue, '@Lilith do you remember what my cat is called?');

  const [prompt] = promptsAbout('do you remember what my cat is called?');
  expect(prompt?.question).toContain('Quicksilver');
});

it('recalls only for the one who said it', async () => {
  const { ada, ben, places, promptsAbout } = world();
  await tells(ada, places.channels.general, '@Lilith the combination of my safe is 31 07 1944');

  await tells(ben, places.threads.prologue, '@Lilith what is the combination of the safe?');

  expect(promptsAbout('what is the combination of the safe?')[0]?.text).not.toContain('1944');
});

it('shows what was said in a direct message to nobody in a server, not even through its author', async () => {
  const { cyn, places, promptsAbout } = world();
  const direct = await cyn.opensDirect();
  await tells(cyn, direct, '@Lilith I am secretly writing a novel about lighthouses');
  await tells(cyn, places.channels.general, '@Lilith I like walking along the harbour');

  await tells(cyn, places.channels.adults, '@Lilith what am I writing, a novel about lighthouses perhaps?');
  await tells(cyn, places.channels.staff, '@Lilith tell me of the novel, where do I like walking?');
  await tells(cyn, direct, '@Lilith remind me of the lighthouses and the harbour');

  expect(promptsAbout('what am I writing')[0]?.text).not.toContain('secretly');
  expect(promptsAbout('where do I like walking?')[0]?.text).not.toContain('secretly');
  expect(promptsAbout('where do I like walking?')[0]?.text).toContain('along the harbour');
  expect(promptsAbout('remind me of the lighthouses')[0]?.text).toContain('secretly');
  expect(promptsAbout('remind me of the lighthouses')[0]?.text).toContain('along the harbour');
});

it('keeps what was said where not everybody reads out of where everybody does', async () => {
  const { cyn, places, promptsAbout } = world();
  await tells(cyn, places.channels.staff, '@Lilith the new moderator will be called Bartholomew');

  await tells(cyn, places.channels.quiet, '@Lilith who will be the new moderator?');

  expect(promptsAbout('who will be the new moderator?')[0]?.text).not.toContain('Bartholomew');
});

it('Lilith starts fresh after /history clear, only for the person who cleared, and /history undo brings the conversation back', async () => {
  const { ada, ben, places, promptsAbout } = world();
  const { adults } = places.channels;
  await tells(ada, adults, '@Lilith the password of the day is wintergreen');
  await tells(ben, adults, '@Lilith and mine is peppermint');

  const cleared = await ada.uses('/history clear', { character: 'Lilith' }, adults);
  await tells(ada, adults, '@Lilith hello once more');
  await tells(ben, adults, '@Lilith still here');
  const undone = await ada.uses('/history undo', { character: 'Lilith' }, adults);
  await tells(ada, adults, '@Lilith back again');
  const twice = await ada.uses('/history undo', { character: 'Lilith' }, adults);

  expect(cleared.text).toMatch(/starting fresh with Lilith.*Other people keep their conversations/s);
  expect(promptsAbout('hello once more')[0]?.text).not.toMatch(/wintergreen|peppermint/);
  expect(promptsAbout('still here')[0]?.text).toMatch(/wintergreen.*peppermint/s);
  expect(undone.text).toContain('Lilith sees your conversation again');
  expect(promptsAbout('back again')[0]?.text).toMatch(/wintergreen.*peppermint/s);
  expect(twice.text).toContain('nothing to undo with Lilith');
});

it('lets a person find, change, forget and purge what is remembered of them, through buttons, forms and menus', async () => {
  const { ben, places, promptsAbout } = world();
  const { general, quiet } = places.channels;
  const told = await ben.says(general, '@Lilith my boat is called Marigold');
  await ben.hears({ by: 'Lilith', after: told });
  await tells(ben, general, '@Lilith I was born in Lisbon');

  const found = await ben.uses('/memory search', { words: 'boats called' }, general);
  const opened = await found.chooses('@Lilith my boat is called Marigold');
  const form = await opened.opens('Edit');
  const edited = await form.submits({ Text: 'My boat is called Juniper' });
  const pinned = await edited.presses('Pin');
  await tells(ben, quiet, '@Lilith what colour is the sea?');
  const here = await ben.usesMenu('What was remembered here?', told);
  const asked = await ben.usesMenu('Forget this', told);
  const forgotten = await asked.presses('Forget');
  const counted = await ben.uses('/memory purge', {}, general);
  const wrong = await (await counted.opens('Delete…')).submits({ 'How many will be deleted?': 'all' });
  const number = /Delete (\d+) memories/.exec(counted.text)?.[1] ?? '';
  const purged = await (await wrong.opens('Delete…')).submits({ 'How many will be deleted?': number });
  const left = await ben.uses('/memory browse', {}, general);

  expect(found.isPrivate).toBe(true);
  expect(found.text).toContain('Memories that match “boats called”');
  expect(opened.text).toContain(`Who can read <#${general}> can be reminded of it.`);
  expect(edited.text).toContain('My boat is called Juniper');
  expect(pinned.buttons).toContain('Unpin');
  expect(promptsAbout('what colour is the sea?')[0]?.question).toContain('My boat is called Juniper');
  expect(here.text).toContain('Juniper');
  expect(asked.text).toContain('“My boat is called Juniper”');
  expect(forgotten.text).toContain('Forgotten.');
  expect(wrong.text).toContain('Nothing was deleted: you typed “all”');
  expect(purged.text).toContain(`${number} memories were deleted.`);
  expect(left.text).toContain('No character remembers anything of you yet.');
});

it('keeps nothing of what a person says incognito, and recalls nothing while they want a fresh talk', async () => {
  const { cyn, ada, places, promptsAbout } = world();
  const { general, adults } = places.channels;
  const started = await cyn.uses('/memory incognito', { for: 'hour' }, general);
  const told = await cyn.says(general, '@Lilith my locker number is 8812');
  await cyn.hears({ by: 'Lilith', after: told });
  const here = await cyn.usesMenu('What was remembered here?', told);
  const ended = await cyn.uses('/memory incognito', { for: 'off' }, general);
  await tells(ada, general, '@Lilith my parrot is called Thesaurus');
  await ada.uses('/memory fresh', { for: 'always' }, general);
  await tells(ada, adults, '@Lilith what is my parrot called?');
  const saved = await ada.uses('/memory export', {}, general);

  expect(started.text).toMatch(/You're incognito until .*`\/memory incognito` with \*\*Off\*\* ends it/s);
  expect(here.text).toContain('Nothing of yours was kept from this message.');
  expect(ended.text).toContain("You're not incognito any more.");
  expect(promptsAbout('what is my parrot called?')[0]?.question).not.toContain('Thesaurus');
  expect(saved.text).toContain('The file is for you alone');
});
