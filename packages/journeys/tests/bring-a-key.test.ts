import { expect, it } from 'vitest';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld({ models: 'vendors' });

it('says what the own model needs, with a button that leads to the form for a key', async () => {
  const { cyn, places } = world();
  const asked = await cyn.says(places.channels.general, '@Lilith may I borrow a book?');

  const notice = cyn.reads(await cyn.hears({ by: 'Lilith', after: asked }));
  const vendors = await notice.presses('Use my own key');
  const refused = await (await vendors.opens('Anthropic')).submits({ Key: 'sk-ant-of-nobody' });

  expect(notice.text).toContain('Lilith needs a model to answer. Add your own key');
  expect(vendors.isPrivate).toBe(true);
  expect(vendors.buttons).toEqual(
    expect.arrayContaining(['OpenRouter', 'Anthropic', 'OpenAI', 'Google Gemini', 'Custom vendor']),
  );
  expect(vendors.buttons).not.toContain('Local');
  expect((await refused.becomes('rejected')).buttons).toEqual(['Enter another key']);
});

it.each([
  ['Anthropic', 'anthropic', '/anthropic/v1/messages'],
  ['Google Gemini', 'google', '/google/v1beta/models/local/story:streamGenerateContent'],
  ['OpenAI', 'openai', '/v1/chat/completions'],
  ['OpenRouter', 'openrouter', '/api/v1/chat/completions'],
])("answers with a person's own key of %s, in that vendor's dialect", async (label, vendor, path) => {
  const { ben, model, places, settles } = world();
  const { general } = places.channels;
  const without = ben.reads(await ben.hears({ by: 'Pip', after: await ben.says(general, '@Pip hello?') }));
  const vendors = await without.presses('Use my own key');
  await (await (await vendors.opens(label)).submits({ Key: `local-${vendor}` })).becomes(`${label} accepts your`);
  const preset = await ben.uses('/preset create', { name: label, model: 'local/story', vendor }, general);
  await (await preset.presses('Use by default')).becomes('This is your default preset');
  model.clearLog();

  const asked = await ben.says(general, `@Pip what do you think of ${label}?`);
  await settles();
  const replies = ben.heard({ by: 'Pip', after: asked });
  await ben.uses('/wallet remove', { vendor }, general);

  expect(replies.map(({ content }) => content)).toEqual([expect.stringContaining(`what do you think of ${label}?`)]);
  expect(model.log().map((request) => request.path)).toEqual([path]);
});
