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

it('edits, continues, hints and deletes a reply, for its asker alone, and history follows', async () => {
  const { ada, ben, places, settles, promptsAbout } = world();
  const { general } = places.channels;
  const asked = await ada.says(general, '@Orin what is a reef?');
  const first = await ada.hears({ by: 'Orin', after: asked });
  await settles();

  const forBen = await ben.usesMenu('Change reply', first);
  const panel = await ada.usesMenu('Change reply', first);
  const form = await panel.opens('Edit text');
  await (await form.submits({ Text: 'A reef is a wall of bones' })).becomes('Saved');
  const edited = ada.heard({ by: 'Orin', after: asked });
  await (await (await ada.usesMenu('Change reply', first)).presses('Continue')).becomes('answered again');
  const continued = ada.heard({ by: 'Orin', after: asked });
  const hints = await (await ada.usesMenu('Change reply', first)).opens('Regenerate with a hint');
  await (await hints.submits({ 'How should it be different?': 'in the voice of a gull' })).becomes('answered again');
  const next = await ada.says(general, '@Orin and an atoll?');
  await ada.hears({ by: 'Orin', after: next });
  await settles();
  await (await ada.usesMenu('Change reply', first)).presses('Delete');
  await settles();
  const last = await ada.says(general, '@Orin and a lagoon?');
  await ada.hears({ by: 'Orin', after: last });

  const [continuing] = promptsAbout('is not finished');
  const [hinted] = promptsAbout('in the voice of a gull');
  expect(forBen.text).toContain('Only the person who asked');
  expect(form.fields.map(({ value }) => value)[0]).toBe(first.content);
  expect(edited.map(({ id, content }) => [id, content])).toEqual([[first.id, 'A reef is a wall of bones']]);
  expect(continued[0]?.content).toMatch(/^A reef is a wall of bones \S/);
  expect(continuing?.text).toMatch(/A reef is a wall of bones\nYour last message is not finished/);
  expect(hinted?.text).toContain('what is a reef?');
  expect(ada.heard({ by: 'Orin', after: asked, saying: 'reef' })).toEqual([]);
  expect(promptsAbout('and a lagoon?')[0]?.text).not.toContain('wall of bones');
});

it('names the model below a reply where somebody wants that, and keeps it out of history', async () => {
  const { ada, places, settles, promptsAbout } = world();
  const { adults } = places.channels;
  const panel = await ada.uses('/settings', {}, adults);
  await (await panel.opens('Edit', 'Replies')).submits({ 'Model footer': 'On' });

  const asked = await ada.says(adults, '@Lilith what is ink made of?');
  const reply = await ada.hears({ by: 'Lilith', after: asked, saying: /-# Model: / });
  await settles();
  const next = await ada.says(adults, '@Lilith and paper?');
  await ada.hears({ by: 'Lilith', after: next });

  expect(reply.content).toMatch(/\n-# Model: `?local\/[\w-]+`?$/);
  expect(promptsAbout('and paper?')[0]?.text).not.toContain('Model:');
});
