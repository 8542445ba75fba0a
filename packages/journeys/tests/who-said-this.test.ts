import { expect, it } from 'vitest';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

it('tells of a reply which character said it, who asked, with which model, and whether it is yours to change', async () => {
  const { ben, cyn, places } = world();
  const asked = await cyn.says(places.channels.general, '@Pip what is a gear?');
  const reply = await ben.hears({ by: 'Pip', after: asked });

  const forBen = await ben.usesMenu('Who said this?', reply);
  const forCyn = await cyn.usesMenu('Who said this?', reply);
  const page = await forBen.presses('View character');

  expect(forCyn.isPrivate).toBe(true);
  expect(forCyn.text).toContain(`**Pip** said this, answering <@${cyn.id}>`);
  expect(forCyn.text).toMatch(/Public character `pip`, owned by the bot[^]*Model: `local\/story`[^]*yours to stop/);
  expect(forBen.text).toContain('Only the person who asked');
  expect(page.text).toContain('## Pip');
});

it("tells of somebody's private character what can be read anyway, and nothing of the character", async () => {
  const { ada, ben, places } = world();
  const { general } = places.channels;
  await (await ada.opens('/character create', {}, general)).submits({ Name: 'Whisper', 'Short name': 'ada-secret' });
  const asked = await ada.says(general, '@Whisper are you there?');
  const reply = await ben.hears({ by: 'Whisper', after: asked });

  const forBen = await ben.usesMenu('Who said this?', reply);
  const forAda = await ada.usesMenu('Who said this?', reply);

  expect(forBen.text).toContain(`**Whisper** said this, answering <@${ada.id}>`);
  expect(forBen.text).toContain('private or was deleted');
  expect(forBen.text).not.toContain('ada-secret');
  expect(forBen.buttons).toEqual([]);
  expect(forAda.text).toContain('Private character `ada-secret`, owned by you');
});

it('says of anything else that no character said it', async () => {
  const { ada, ben, places } = world();
  const { general } = places.channels;
  const own = await ben.says(general, 'just me');
  const command = await ben.uses('/character chat', { character: 'Orin', message: 'how deep is it?' }, general);
  const direct = await ben.opensDirect();
  const hint = await ben.hears({ by: 'Tzurot', after: await ben.says(direct, 'hello?') });

  const ofPerson = await ada.usesMenu('Who said this?', own);
  const ofCommand = await ada.usesMenu('Who said this?', command.message);
  const ofBot = await ben.usesMenu('Who said this?', hint);

  expect(ofPerson.text).toContain(`A person wrote this: <@${ben.id}>`);
  expect(ofCommand.text).toContain(`<@${ben.id}> said this with a command`);
  expect(ofBot.text).toContain('from me, not from a character');
});
