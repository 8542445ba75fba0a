import {
  checkPreset,
  chooseGlobalPreset,
  choosePreset,
  chooseServerPreset,
  createGlobalPreset,
  createPreset,
  type DroppedParameter,
  deletePreset,
  getPreset,
  listCharacters,
  listModels,
  listPresetChoices,
  listPresets,
  listPresetUses,
  listWalletKeys,
  type ModelFacts,
  type Preset,
  updatePreset,
} from '@tzurot/contracts';
import { answer, answerJob, type FakeGateway, fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { readText } from './support/fits-discord.ts';
import { type Person, shownIn } from './support/person.ts';
import { IDS, sampleCharacter, sampleKey, samplePreset } from './support/samples.ts';
import { hasOpenApi, judgeCalls } from './support/spec.ts';

let bot: BotUnderTest;
let ada: Person;
let ben: Person;
let cyn: Person;

beforeAll(async () => {
  bot = await startBot();
  ada = await bot.connect('ada');
  ben = await bot.connect('ben');
  cyn = await bot.connect('cyn');
});
afterAll(() => bot.stop());

const MODELS: Partial<ModelFacts>[] = [
  {
    id: 'vendor/story-9',
    label: 'Story 9',
    contextTokens: 8_000,
    promptUsd: 1.25,
    completionUsd: 10,
    seesPictures: true,
    usesTools: true,
    reasons: true,
  },
  { id: 'vendor/tale:free', promptUsd: 0, completionUsd: 0 },
];

const UNUSED = {
  isDefault: false,
  withCharacters: [],
  ofCharacters: [],
  channelIds: [],
  isServerDefault: false,
  isGlobalDefault: false,
  isFreeDefault: false,
};

function give(
  preset: Preset = samplePreset(),
  { model = 'known', dropped = [] }: { model?: 'known' | 'unknown'; dropped?: DroppedParameter[] } = {},
): FakeGateway {
  const gateway = fakeGateway(
    answer(listPresets, () => ({ items: [preset] })),
    answer(getPreset, () => preset),
    answer(createPreset, ({ body: { makeDefault: _makeDefault, ...draft } }) => samplePreset(draft)),
    answer(createGlobalPreset, ({ body }) => samplePreset({ ...body, isGlobal: true })),
    answer(updatePreset, ({ body }) => ({ ...preset, ...JSON.parse(JSON.stringify(body)) })),
    answer(deletePreset, () => ({ name: preset.name })),
    answer(listPresetUses, () => ({ ...UNUSED, isDefault: true, withCharacters: ['Lilith'] })),
    answer(listPresetChoices, () => ({
      items: [
        {
          tier: 'user' as const,
          presetId: IDS.preset,
          name: 'Storyteller',
          vendor: 'openai',
          model: 'm',
          isUsable: false,
        },
        { tier: 'guild' as const, presetId: null, name: 'House', vendor: 'ollama', model: 'llama', isUsable: true },
      ],
      effective: { source: 'guild' as const, name: 'House', vendor: 'ollama', model: 'llama' },
    })),
    answer(choosePreset, ({ params, body }) => ({
      presetName: body.presetId === null ? null : preset.name,
      characterName: params.tier === 'user' ? null : 'Lilith',
    })),
    answer(chooseServerPreset, () => ({ presetName: preset.name })),
    answer(chooseGlobalPreset, () => ({ presetName: preset.name })),
    answer(listCharacters, () => ({ items: [sampleCharacter()], page: 1, pages: 1, total: 1 })),
    answer(listWalletKeys, () => ({ items: [sampleKey()] })),
  );
  const queues = fakeQueues(
    answerJob(listModels, () => ({ state: 'listed' as const, models: MODELS.map((each) => ({ id: '', ...each })) })),
    answerJob(checkPreset, () => ({ dropped, model })),
  );
  bot.give({ gateway, queues });
  return gateway;
}

describe('the model of a preset', () => {
  it("is suggested from the vendor's own list, with what the vendor tells of it", async () => {
    give();

    const all = await ada.suggestions('preset create', 'model', '');
    const found = await ada.suggestions('preset create', 'model', 'story 9');

    expect(all.map(({ value }) => value)).toEqual(['vendor/story-9', 'vendor/tale:free']);
    expect(found.map(({ name }) => name)).toEqual([
      'vendor/story-9 · 8k · $1.25 in, $10 out · sees pictures · tools · reasons',
    ]);
    expect(all[1]?.name).toContain('free');
  });

  it('brings a context window that it has', async () => {
    const gateway = give();

    await ada.use('preset create', { name: 'Tales', model: 'vendor/story-9' });
    await ada.see('Tales');

    expect(gateway.callsOf(createPreset)[0]?.body).toMatchObject({ vendor: 'openrouter', contextTokens: 8_000 });
  });

  it('can be changed in one go with /preset edit', async () => {
    const gateway = give();

    await ada.use('preset edit', { preset: IDS.preset, model: 'vendor/story-9' });
    await ada.see('vendor/story-9');

    expect(gateway.callsOf(updatePreset)[0]?.body).toEqual({ model: 'vendor/story-9' });
  });

  it('that its vendor no longer lists is said to be gone', async () => {
    give(samplePreset(), { model: 'unknown' });

    await ada.use('preset view', { preset: IDS.preset });

    expect(readText(await ada.see('no longer lists'))).toContain('/preset edit');
  });
});

describe('/preset view', () => {
  it('shows what is asked of the model, what it will not receive, and where the preset is used', async () => {
    give(samplePreset({ parameters: { temperature: 0.8, top_k: 5 }, model: 'vendor/story-9' }), {
      dropped: [{ key: 'top_k', reason: 'It has none.' }],
    });

    await ben.use('preset view', { preset: 'Storyteller' });

    const shown = readText(await ben.see('Where it is used'));
    expect(shown).toMatch(/temperature \*\*0\\?\.8\*\*/);
    expect(shown).toContain("**This model won't receive:**\n- top\\_k: It has none.");
    expect(shown).toContain('When you talk with Lilith.');
    expect(shown).toContain('$1.25 in, $10 out');
  });

  it('opens from the list, and offers no Edit for what is not theirs', async () => {
    give(samplePreset({ isGlobal: true, isMine: false }));
    await ben.use('preset list');

    await ben.choose(await ben.see('Presets'), IDS.preset);

    const shown = await ben.see('Where it is used');
    expect(readText(shown)).not.toContain('[Edit]');
    await ben.press(shown, 'Clone');
    await ben.see('This is your own copy of Storyteller.');
  });
});

describe('the style knobs', () => {
  it('show where the parameters stand, and change them together', async () => {
    const gateway = give(samplePreset({ parameters: { temperature: 0.6, frequency_penalty: 0.35, seed: 1 } }));
    await ada.use('preset edit', { preset: IDS.preset });
    await ada.pressId(await ada.see('Style'), `preset:edit-knobs:${IDS.preset}`);
    const modal = await ada.seeModal();

    await ada.submit(modal, { wildness: 'wild', length: 'short' });
    await ada.see('Style');

    expect(['wildness', 'length', 'repetition'].map((name) => shownIn(modal, name))).toEqual([
      'focused',
      undefined,
      'custom',
    ]);
    expect(gateway.callsOf(updatePreset)[0]?.body).toEqual({
      parameters: { temperature: 1.4, max_tokens: 300, frequency_penalty: 0.35, seed: 1 },
    });
  });
});

describe('/preset use', () => {
  it.each([
    ['me', {}, 'You talk with Storyteller now', choosePreset, { tier: 'user' }],
    ['character', { character: 'Lilith' }, 'You talk with Lilith using', choosePreset, { tier: 'user-character' }],
    ['own-character', { character: 'Lilith' }, 'Lilith brings Storyteller', choosePreset, { tier: 'character' }],
  ] as const)('%s chooses it there, and shows what is in force', async (where, options, said, route, params) => {
    const gateway = give();

    await ben.use('preset use', { where, preset: IDS.preset, ...options });

    const shown = readText(await ben.see(said));
    expect(shown).toContain('**This server: House** (llama), in use');
    expect(shown).toContain('Your default: Storyteller (m), skipped because you have no key for it');
    expect(gateway.callsOf(route)).toMatchObject([{ params, body: { presetId: IDS.preset } }]);
  });

  it('takes a choice back when no preset is named', async () => {
    const gateway = give();

    await ben.use('preset use', { where: 'me' });
    await ben.see('You have no default preset any more.');

    expect(gateway.callsOf(choosePreset)).toMatchObject([{ body: { presetId: null } }]);
  });

  it('asks for the character where one is meant', async () => {
    give();

    await ben.use('preset use', { where: 'character', preset: IDS.preset });

    await ben.see('Which character?');
  });

  it('is for staff where it decides for others', async () => {
    const gateway = give();

    await ben.use('preset use', { where: 'channel', preset: IDS.preset });
    await ben.see('This is for people who can manage messages');
    await cyn.use('preset use', { where: 'channel', preset: IDS.preset });
    await cyn.see('Storyteller is used in this channel now');
    await cyn.use('preset use', { where: 'server', preset: IDS.preset });
    await cyn.see('Storyteller is used in this server now');

    expect(gateway.callsOf(chooseServerPreset)).toMatchObject([
      { params: { tier: 'channel' }, body: { channelId: bot.discord.world.channels.general } },
      { params: { tier: 'guild' } },
    ]);
  });
});

describe('/preset delete', () => {
  it('says where it is used, and deletes after a second press', async () => {
    const gateway = give();
    await ada.use('preset delete', { preset: IDS.preset });
    const question = await ada.see('Delete Storyteller?');

    await ada.press(question, 'Delete Storyteller');
    await ada.see('Storyteller is deleted.');

    expect(readText(question)).toContain('It is used with Lilith.');
    expect(gateway.callsOf(deletePreset)).toMatchObject([{ params: { presetId: IDS.preset } }]);
  });

  it('refuses a preset of the bot', async () => {
    give(samplePreset({ isGlobal: true, isMine: false }));

    await ben.use('preset delete', { preset: IDS.preset });

    await ben.see('preset of the bot itself');
  });
});

describe('/preset export and import', () => {
  const asFile = (contents: unknown) => [{ name: 'preset.json', content: JSON.stringify(contents) }];
  const written = {
    format: 'tzurot-preset',
    version: 1,
    name: 'Storyteller',
    vendor: 'openai',
    model: 'gpt',
    parameters: { temperature: 0.5 },
  };

  it('gives a file', async () => {
    give();

    await ada.use('preset export', { preset: IDS.preset });

    const { attachments } = await ada.see('as a file');
    expect(attachments.map(({ filename }) => filename)).toEqual(['storyteller.json']);
  });

  it('takes it back under a name that is free', async () => {
    const gateway = give();

    await ada.use('preset import', { file: '0' }, asFile(written));
    await ada.see('Preset made from your file.');

    expect(gateway.callsOf(createPreset)[0]?.body).toMatchObject({
      name: 'Storyteller 2',
      vendor: 'openai',
      parameters: { temperature: 0.5 },
    });
  });

  it.each([
    ['something else', { hello: 1 }, "isn't a preset"],
    ['a value that is out of range', { ...written, parameters: { temperature: 9 } }, 'must be at most 2'],
  ])('says what is wrong with %s', async (_what, contents, said) => {
    give();

    await ada.use('preset import', { file: '0' }, asFile(contents));

    await ada.see(said);
  });
});

describe('/preset global', () => {
  it('is for operators', async () => {
    const gateway = give(samplePreset({ isGlobal: true }));

    await ben.use('preset global create', { name: 'House', model: 'm' });
    await ben.see('This is for whoever runs the bot.');
    await ada.use('preset global create', { name: 'House', model: 'm' });
    await ada.see('Preset created for everybody.');
    await ada.use('preset global default', { preset: IDS.preset });
    await ada.see('what everybody talks with now');
    await ada.use('preset global free-default', { preset: IDS.preset });
    await ada.see('people without a key talk with now');

    expect(gateway.callsOf(createGlobalPreset)).toHaveLength(1);
    expect(gateway.callsOf(chooseGlobalPreset)).toMatchObject([
      { params: { tier: 'global' } },
      { params: { tier: 'guest' } },
    ]);
  });
});

it.skipIf(!hasOpenApi)("sends only what Discord's own description allows", () => {
  const { looked, problems } = judgeCalls(bot.discord);

  expect(problems).toEqual([]);
  expect(looked).toBeGreaterThan(20);
});
