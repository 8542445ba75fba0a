import { expect, it } from 'vitest';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

it('answers nobody whom an operator denied, tells them why, and lets them in again', async () => {
  const { ada, ben, places } = world();
  const { general } = places.channels;

  const denied = await ada.uses(
    '/admin deny add',
    { mode: 'block', person: ben.id, reason: 'too loud', days: 2 },
    general,
  );
  const asked = await ben.says(general, '@Lilith are you there?');
  const notice = await ben.hears({ by: 'Tzurot', after: asked });
  const command = await ben.uses('/help', {}, general);
  const list = await ada.uses('/admin deny list', {}, general);
  await list.presses('Remove');
  const again = await ben.says(general, '@Lilith and now?');
  const reply = await ben.hears({ by: 'Lilith', after: again });

  expect(denied.text).toContain('is denied');
  expect(notice.content).toMatch(/You can't use this bot\. Reason: too loud\nThis ends <t:\d+:f>\./);
  expect(command.text).toContain('too loud');
  expect(list.text).toContain('blocked (told why)');
  expect(reply.content).toContain('and now?');
});

it('lets staff choose who answers in their server, and tells whoever asks for another by a command', async () => {
  const { ada, ben, cyn, places, promptsAbout } = world();
  const { general, staff } = places.channels;

  const blocked = await cyn.uses('/server characters', { character: 'Orin', choice: 'block' }, staff);
  await ada.says(general, '@Orin do you hear me now?');
  const toPip = await ada.says(general, '@Pip and you?');
  await ada.hears({ by: 'Pip', after: toPip });
  const chat = await ben.uses('/character chat', { character: 'Orin', message: 'and me?' }, general);
  const greeting = await ben.uses('/character greet', { character: 'Orin' }, general);
  const freed = await cyn.uses('/server characters', { character: 'Orin', choice: 'neither' }, staff);
  const toOrin = await ada.says(general, '@Orin do you hear me again?');
  await ada.hears({ by: 'Orin', after: toOrin });

  expect(blocked.text).toMatch(/Blocked.*Orin/s);
  expect(promptsAbout('do you hear me now?')).toEqual([]);
  expect([chat.text, greeting.text]).toEqual(
    Array(2).fill(expect.stringContaining("Orin doesn't answer in this server")),
  );
  expect(freed.text).toMatch(/Blocked.*none/s);
});
