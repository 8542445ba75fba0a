import { expect, it } from 'vitest';
import { storesKey, talksTo } from '../src/world/own-model.ts';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

it('makes a reply anew in the same message, brings the old one back, and history follows each time', async () => {
  const { ben, cyn, places, settles, promptsAbout } = world();
  const { general } = places.channels;
  const asked = await cyn.says(general, '@Pip what is a gear?');
  const first = await cyn.hears({ by: 'Pip', after: asked });
  await settles();
  await storesKey(cyn, general, 'local-cyn-key');
  await talksTo(cyn, general, 'local/long-300');

  const forBen = await ben.usesMenu('Regenerate', first);
  const made = await (await cyn.usesMenu('Regenerate', first)).becomes('answered again');
  const [second, ...more] = cyn.heard({ by: 'Pip', after: asked });
  const next = await cyn.says(general, '@Pip and a lever?');
  await cyn.hears({ by: 'Pip', after: next });
  const brought = await (await made.presses('‹ Previous')).becomes('Switched');
  const [third] = cyn.heard({ by: 'Pip', after: asked });
  const last = await cyn.says(general, '@Pip and a pulley?');
  await cyn.hears({ by: 'Pip', after: last });

  expect(forBen.text).toContain('Only the person who asked');
  expect(more).toEqual([]);
  expect(made.text).toContain('Reply 2 of 2');
  expect(brought.text).toContain('Reply 1 of 2');
  expect([second?.id, third?.id]).toEqual([first.id, first.id]);
  expect(second?.content).not.toBe(first.content);
  expect(third?.content).toBe(first.content);
  expect(promptsAbout('and a lever?')[0]?.text).toContain(second?.content);
  expect(promptsAbout('and a pulley?')[0]?.text).toContain(first.content);
});

it('leaves the old reply where it is when the vendor fails, and says privately why', async () => {
  const { ben, places, settles } = world();
  const { general } = places.channels;
  const asked = await ben.says(general, '@Orin what is the tide?');
  const first = await ben.hears({ by: 'Orin', after: asked });
  await settles();
  await storesKey(ben, general, 'local-ben-key');
  await talksTo(ben, general, 'local/error-500');

  const answer = await (await ben.usesMenu('Regenerate', first)).becomes("Couldn't get another reply");

  expect(answer.isPrivate).toBe(true);
  expect(ben.heard({ by: 'Orin', after: asked })).toEqual([first]);
});

it('says so when the question is gone, and when a message is no reply of ours', async () => {
  const { ben, places, settles } = world();
  const { adults } = places.channels;
  const asked = await ben.says(adults, '@Pip what is a spring?');
  const reply = await ben.hears({ by: 'Pip', after: asked });
  await settles();

  const ofMessage = await ben.usesMenu('Swipe', asked);
  await ben.deletes(asked);
  await settles();
  const ofReply = await ben.usesMenu('Regenerate', reply);

  expect(ofMessage.text).toContain('on record');
  expect(ofReply.text).toContain('it answers is gone');
});
