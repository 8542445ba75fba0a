import { beforeAll, describe, expect, it } from 'vitest';
import { storesKey, talksTo } from '../src/world/own-model.ts';
import { useWorld } from '../src/world/use-world.ts';
import { ownKeyJourneys } from './journeys/own-key.ts';

// Everything that is ever logged has to be free of keys, and a model that is silent should not be waited for long.
const world = useWorld({ logLevel: 'trace', operator: { REPLY_TIMEOUT_MS: '1500' } });

beforeAll(async () => {
  const { ben, places } = world();
  await storesKey(ben, places.channels.general, 'local-of-ben');
});

describe('with all in one process', () => {
  ownKeyJourneys(world);
});

it('sends what a preset says, and tells what the model will not receive', async () => {
  const { ben, places, promptsAbout } = world();
  const { general } = places.channels;
  const made = await ben.uses('/preset create', { name: 'Warm', model: 'local/story', vendor: 'local' }, general);
  const used = await made.presses('Use by default');

  const form = await used.opens('Edit', 'Sampling');
  const unfit = await form.submits({ temperature: '5' });
  const unreadable = await (await unfit.opens('Try again')).submits({ temperature: 'warm' });
  const saved = await (await unreadable.opens('Try again')).submits({ temperature: '0,7', min_p: '0.1', seed: '11' });
  const hello = await ben.says(general, '@Pip hello with a preset');
  await ben.hears({ by: 'Pip', after: hello });
  const listed = await ben.uses('/preset list', {}, general);

  expect(unfit.text).toMatch(/temperature.*2/s);
  expect(unreadable.text).toContain("“warm” isn't a number");
  expect(saved.text).toMatch(/this model won't receive:.*min\\_p/s);
  expect(promptsAbout('hello with a preset')[0]?.parameters).toMatchObject({ temperature: 0.7, seed: 11 });
  expect(promptsAbout('hello with a preset')[0]?.parameters).not.toHaveProperty('min_p');
  expect(listed.text).toMatch(/Warm.*★ default.*local\/story/);
});

const failures = [
  ['local/error-401', /does not accept|\/wallet set/],
  ['local/error-402', /no credit left/],
  ['local/error-429', /limits how often your key can ask/],
  ['local/error-500', /is down or can't be reached/],
  ['local/slow-60000', /didn't answer within 2 seconds/],
  ['local/empty', /answered twice without any text/],
  ['local/error-429-insufficient_quota', /no credit left/],
  ['local/error-400-context_length_exceeded', /\/history clear/],
  ['local/nothing-of-this-name', /has no model/],
] as const;

it.each(failures)('says once and in character what went wrong with %s', async (model, explanation) => {
  const { ben, places, settles } = world();
  await talksTo(ben, places.channels.general, model);

  const asked = await ben.says(places.channels.general, `@Lilith what of ${model}?`);
  const notice = await ben.hears({ by: 'Lilith', after: asked });
  await settles();

  const [words, smallPrint] = notice.content.split('\n-# ');
  expect(words).toContain('Something between me and the ink has come loose.');
  expect(smallPrint).toMatch(explanation);
  expect(notice.content).not.toMatch(/You asked for|"error"|at .*\.ts/);
  expect(ben.heard({ after: asked })).toEqual([notice]);
});
