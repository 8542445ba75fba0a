import { expect, it } from 'vitest';
import { storesKey, talksTo } from '../src/world/own-model.ts';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

it('ends a reply where it stands when staff or whoever asked wants it, and history keeps what was said', async () => {
  const { ada, ben, cyn, places, settles, promptsAbout } = world();
  const { general } = places.channels;
  await storesKey(ada, general, 'local-ada-key');
  await talksTo(ada, general, 'local/drip-4000');
  const asked = await ada.says(general, '@Pip what is a gear made of, and who made the first one?');
  const begun = await ben.hears({ by: 'Pip', after: asked });

  const forBen = await ben.usesMenu('Stop', begun);
  const forCyn = await cyn.usesMenu('Stop', begun);
  const stopped = await ben.hears({ by: 'Pip', after: asked, saying: 'Stopped here by request.' });
  await settles();
  const [, ...more] = ben.heard({ by: 'Pip', after: asked });
  await talksTo(ada, general, 'local/story');
  const next = await ada.says(general, '@Pip and a lever?');
  await ben.hears({ by: 'Pip', after: next });

  expect(forCyn.text).toContain('Stopped.');
  expect(forBen.text).toContain('Only the person who asked');
  expect(more).toEqual([]);
  const [said = '', mark] = stopped.content.split('\n-# ');
  expect(mark).toBe('Stopped here by request.');
  expect(promptsAbout('and a lever?')[0]?.text).toContain(said);
});

it('says when there is nothing to stop, or the message is no reply of ours', async () => {
  const { ben, places, settles } = world();
  const asked = await ben.says(places.channels.general, '@Pip what is a spring?');
  const reply = await ben.hears({ by: 'Pip', after: asked });
  await settles();

  const ofReply = await ben.usesMenu('Stop', reply);
  const ofMessage = await ben.usesMenu('Stop', asked);

  expect(ofReply.isPrivate).toBe(true);
  expect(ofReply.text).toContain('nothing to stop');
  expect(ofMessage.text).toContain('on record');
});
