import {
  activateChannel,
  assignSystemPrompt,
  checkPreset,
  choosePreset,
  clearHistory,
  createPersona,
  createPreset,
  createSystemPrompt,
  deactivateChannel,
  deleteSystemPrompt,
  getInstructions,
  getPreset,
  getServerStats,
  getStatus,
  getSystemPrompt,
  listChannelSetups,
  listModels,
  listPersonas,
  listPresets,
  listPresetUses,
  listProblems,
  listServerRoles,
  listSystemPrompts,
  listWalletKeys,
  makePersonaDefault,
  type Preset,
  putInstructions,
  removeServerRole,
  undoClearHistory,
  updatePersona,
  updatePreset,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { answer, answerJob, fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { readText } from './support/fits-discord.ts';
import { type Person, shownIn } from './support/person.ts';
import { IDS, sampleKey, samplePersona, samplePreset } from './support/samples.ts';
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

describe('/preset', () => {
  it('create takes the vendor whose key is there, and opens the dashboard', async () => {
    const gateway = givePreset(samplePreset());

    await ada.use('preset create', { name: 'Quick', model: 'gpt-mini' });
    await ada.see('Quick');
    await ada.use('preset create', { name: 'Own', model: 'llama', vendor: 'ollama' });
    await ada.see('Own');

    expect(gateway.callsOf(createPreset).map(({ body }) => body)).toMatchObject([
      { name: 'Quick', model: 'gpt-mini', vendor: 'openai', parameters: {}, makeDefault: false },
      { name: 'Own', vendor: 'ollama' },
    ]);
  });

  it('edit sends what is filled, nothing for what is emptied, and says what the model will not receive', async () => {
    const before = samplePreset({ parameters: { temperature: 1, top_k: 40, max_tokens: 500 } });
    const gateway = givePreset(before, [{ key: 'top_k', reason: 'vendor/model does not take it.' }]);
    await ada.use('preset edit', { preset: 'storyteller' });

    await ada.pressId(await ada.see('Sampling'), `preset:edit-sampling:${IDS.preset}`);
    const modal = await ada.seeModal();
    expect([shownIn(modal, 'temperature'), shownIn(modal, 'top_p')]).toEqual(['1', undefined]);
    await ada.submit(modal, { temperature: '', top_p: '0,9' });

    const saved = await ada.see("won't receive");
    expect(readText(saved)).toContain('top\\_k: vendor/model does not take it.');
    expect(gateway.callsOf(updatePreset)[0]?.body).toEqual({ parameters: { top_k: 40, max_tokens: 500, top_p: 0.9 } });
  });

  it('edit shows a choice that was made, and takes it back', async () => {
    const gateway = givePreset(samplePreset({ parameters: { reasoning: { effort: 'high', show: false } } }));
    await ada.use('preset edit', { preset: IDS.preset });
    await ada.pressId(await ada.see('Reasoning'), `preset:edit-reasoning:${IDS.preset}`);

    const modal = await ada.seeModal();
    expect([shownIn(modal, 'reasoning.effort'), shownIn(modal, 'reasoning.show')]).toEqual(['high', 'no']);
    await ada.submit(modal, { 'reasoning.effort': '' });

    await ada.see('Reasoning');
    expect(gateway.callsOf(updatePreset)[0]?.body).toEqual({ parameters: { reasoning: { show: false } } });
  });

  it.each([
    ['temperature', 'warm', "**temperature** “warm” isn't a number"],
    ['temperature', '7', '**temperature** must be at most 2'],
  ])('edit refuses %s %s and brings back what was typed', async (name, value, said) => {
    givePreset(samplePreset());
    await ada.use('preset edit', { preset: IDS.preset });
    await ada.pressId(await ada.see('Sampling'), `preset:edit-sampling:${IDS.preset}`);
    await ada.submit(await ada.seeModal(), { [name]: value, seed: '42' });

    await ada.press(await ada.see(said), 'Try again');

    const modal = await ada.seeModal();
    expect([shownIn(modal, name), shownIn(modal, 'seed')]).toEqual([value, '42']);
  });

  it('a preset that is created, saved or made default says when it is skipped because a key is missing', async () => {
    givePreset(samplePreset({ vendor: 'openrouter' }));
    const passedOver = 'You have no OpenRouter key';

    await ada.use('preset create', { name: 'Far', model: 'vendor/model', vendor: 'openrouter' });
    await ada.see(passedOver);
    await ada.use('preset edit', { preset: IDS.preset });
    const dashboard = await ada.see('Sampling');
    await ada.pressId(dashboard, `preset:edit-sampling:${IDS.preset}`);
    await ada.submit(await ada.seeModal(), { seed: '1' });
    await ada.see(passedOver);
    await ada.press(dashboard, 'Use by default');
    await ada.see(passedOver);
  });

  it('says nothing of keys where there is one, or none is needed', async () => {
    givePreset(samplePreset());

    await ada.use('preset create', { name: 'Near', model: 'gpt-mini', vendor: 'openai' });
    const withKey = readText(await ada.see('Near'));
    await ada.use('preset create', { name: 'Own', model: 'llama', vendor: 'ollama' });
    const withoutNeed = readText(await ada.see('Own'));

    expect([withKey, withoutNeed].join()).not.toContain('key');
  });

  it('is saved though nobody can check it', async () => {
    const gateway = givePreset(samplePreset({ parameters: { top_k: 1 } }));
    bot.give({ gateway, queues: fakeQueues() });
    await ada.use('preset edit', { preset: IDS.preset });
    await ada.pressId(await ada.see('Sampling'), `preset:edit-sampling:${IDS.preset}`);

    await ada.submit(await ada.seeModal(), { seed: '1' });

    await ada.see("couldn't check");
  });

  it('create says that the vendor has no such model, and which may have been meant', async () => {
    const gateway = givePreset(samplePreset({ vendor: 'openai', model: 'gpt-4.1-minni' }));
    const check = answerJob(checkPreset, () => ({ dropped: [], model: 'unknown' as const, similar: ['gpt-4.1-mini'] }));
    bot.give({ gateway, queues: fakeQueues(check) });

    await ada.use('preset create', { name: 'Quick', model: 'gpt-4.1-minni', vendor: 'OpenAI' });

    expect(readText(await ada.see("doesn't list a model called"))).toContain('Did you mean gpt-4');
  });

  it('list opens one, which can be used by default and no longer', async () => {
    const gateway = givePreset(samplePreset({ isGlobal: true, isMine: false }));

    await ada.use('preset list');
    await ada.choose(await ada.see("the bot's"), IDS.preset);
    await ada.see('Where it is used');
    await ada.use('preset edit', { preset: IDS.preset });
    await ada.press(await ada.see('Use by default'), 'Use by default');
    await ada.press(await ada.see('This is your default preset'), 'Stop using by default');
    await ada.see('Use by default');

    expect(gateway.callsOf(choosePreset).map(({ body }) => body)).toEqual([
      { presetId: IDS.preset },
      { presetId: null },
    ]);
  });

  it('suggests presets by name', async () => {
    givePreset(samplePreset({ isDefault: true }));

    expect(await ada.suggestions('preset edit', 'preset', 'STORY')).toEqual([
      { name: 'Storyteller · vendor/model · mine, default', value: IDS.preset },
    ]);
    expect(await ada.suggestions('preset edit', 'preset', 'nothing')).toEqual([]);
  });
});

describe('/me profile', () => {
  it('create asks in a form, and the new profile can be put to use', async () => {
    const gateway = givePersona();

    await ada.use('me profile create');
    await ada.submit(await ada.seeModal(), { name: 'Countess', about: 'Counts.' });
    await ada.press(await ada.see('Countess'), 'Use by default');
    await ada.see('Your default');

    expect(gateway.callsOf(createPersona)[0]?.body).toMatchObject({
      name: 'Countess',
      pronouns: '',
      about: 'Counts.',
      makeDefault: false,
    });
  });

  it('create without a name says so and keeps the rest', async () => {
    givePersona();
    await ada.use('me profile create');
    await ada.submit(await ada.seeModal(), { name: '   ', about: 'Counts.' });

    await ada.press(await ada.see('**Name** is missing'), 'Try again');

    expect(shownIn(await ada.seeModal(), 'about')).toBe('Counts.');
  });

  it('edit changes it, default uses it, and both take its name', async () => {
    const gateway = givePersona();

    await ada.use('me profile edit', { profile: 'ada' });
    await ada.press(await ada.see('Counts things.'), 'Edit');
    await ada.submit(await ada.seeModal(), { pronouns: 'they/them' });
    await ada.see('they/them');
    await ada.use('me profile default', { profile: 'Ada' });
    await ada.see('Characters now know you as **Ada**');

    expect(gateway.callsOf(updatePersona)[0]?.body).toMatchObject({
      name: 'Ada',
      pronouns: 'they/them',
      about: 'Counts things.',
    });
  });

  it('says so when the profile is not there, and suggests those that are', async () => {
    givePersona();

    await ada.use('me profile edit', { profile: '0198f2a0-0000-7000-8000-0000000000dd' });
    await ada.see("I don't know that profile");
    await ada.use('me profile edit', { profile: 'Nobody' });
    await ada.see("I don't know a profile called “Nobody”. Did you mean Ada?");
    expect(await ada.suggestions('me profile edit', 'profile', 'a')).toEqual([
      { name: 'Ada · she/her', value: IDS.persona },
    ]);
  });
});

describe('/history', () => {
  it('/history clear says that memories stay and how to undo it', async () => {
    bot.give({
      gateway: fakeGateway(
        answer(clearHistory, () => ({ characterName: 'Lilith', hiddenLines: 7, since: '2026-11-22T12:00:00.000Z' })),
      ),
    });

    await ada.use('history clear', { character: IDS.character });

    expect(readText(await ada.see("You're starting fresh with Lilith"))).toMatch(
      /7 lines[\s\S]*still remembers you[\s\S]*undo/,
    );
  });

  it.each([
    [null, 'from the very beginning'],
    ['2026-11-22T12:00:00.000Z', 'back to <t:1795348800:f>'],
  ])('/history undo says how much of the conversation is visible again (%s)', async (since, said) => {
    bot.give({ gateway: fakeGateway(answer(undoClearHistory, () => ({ characterName: 'Lilith', since }))) });

    await ada.use('history undo', { character: IDS.character });

    await ada.see(said);
  });

  it('undo says so when there is nothing to undo', async () => {
    bot.give({
      gateway: fakeGateway(
        answer(undoClearHistory, () => {
          throw new AppError('conflict', 'nothing', { reason: 'nothing-to-undo', facts: { character: 'Lilith' } });
        }),
      ),
    });

    await ada.use('history undo', { character: IDS.character });

    await ada.see("There's nothing to undo with Lilith");
  });
});

describe('/channel', () => {
  it('is for those who may manage messages, and activates this channel', async () => {
    const gateway = fakeGateway(
      answer(activateChannel, () => ({ characterName: 'Lilith', isPublic: true, others: ['Pip'] })),
      answer(deactivateChannel, () => ({ characterNames: ['Lilith'], remaining: ['Pip'] })),
    );
    bot.give({ gateway });
    const { channels, guild } = bot.discord.world;

    await cyn.use('channel activate', { character: IDS.character });
    await cyn.see(/Lilith now answers every message.*\nAlso active here: Pip/);
    await cyn.use('channel deactivate', { character: IDS.character });
    await cyn.see(/only when somebody calls them: \*\*Lilith\*\*\.\nStill active: Pip/);
    await expect(ben.use('channel deactivate')).rejects.toThrow('sees no command channel');

    expect(gateway.calls).toMatchObject([
      {
        name: 'channel.activate',
        params: { channelId: channels.general },
        caller: { isStaff: true, guildId: guild.id },
      },
      { name: 'channel.deactivate', params: { channelId: channels.general }, body: { characterId: IDS.character } },
    ]);
  });

  it('says that a private character hears only its owner', async () => {
    const activated = answer(activateChannel, () => ({ characterName: 'Lilith', isPublic: false, others: [] }));
    bot.give({ gateway: fakeGateway(activated) });

    await cyn.use('channel activate', { character: IDS.character });

    expect(readText(await cyn.see('every message of yours'))).toContain('`/character edit` makes it public');
  });

  it('says so when nobody was active', async () => {
    bot.give({ gateway: fakeGateway(answer(deactivateChannel, () => ({ characterNames: [], remaining: [] }))) });

    await cyn.use('channel deactivate');

    await cyn.see('nothing changed');
  });
});

describe('/admin health', () => {
  const status = answer(getStatus, () => ({
    databaseMs: 1.5,
    hasVectors: false,
    badRows: { count: 0, rows: [] },
    encryptionKeys: [{ id: 'new', secrets: 3 }],
    counts: { characters: 3, users: 2, unfinishedTurns: 0 },
  }));

  it('/admin health tells the operator how every part is doing', async () => {
    bot.give({ gateway: fakeGateway(status) });

    await ada.use('admin health');

    expect(readText(await ada.see('Everything is working'))).toMatch(
      /websocket: 12 ms[\s\S]*without vector search[\s\S]*3 characters/,
    );
  });

  it('says which older keys are still needed while a key is changed', async () => {
    const rotating = answer(getStatus, () => ({
      databaseMs: 1,
      hasVectors: true,
      badRows: { count: 0, rows: [] },
      encryptionKeys: [
        { id: 'new', secrets: 40 },
        { id: 'old', secrets: 1 },
      ],
      counts: { characters: 3, users: 2, unfinishedTurns: 0 },
    }));
    bot.give({ gateway: fakeGateway(rotating) });

    await ada.use('admin health');

    expect(readText(await ada.see('Everything is working'))).toMatch(
      /40 secrets under the key new\n.*1 secret still under old/,
    );
  });

  it('/admin health names the damaged rows that lists leave out', async () => {
    const damaged = answer(getStatus, () => ({
      databaseMs: 1,
      hasVectors: true,
      badRows: { count: 1, rows: [{ table: 'character', id: IDS.character, problem: 'name: too small' }] },
      encryptionKeys: [],
      counts: { characters: 3, users: 2, unfinishedTurns: 0 },
    }));
    bot.give({ gateway: fakeGateway(damaged) });

    await ada.use('admin health');

    expect(readText(await ada.see('1 damaged row'))).toContain(`character \`${IDS.character}\`: name: too small`);
  });

  it('tells it too when the gateway is away', async () => {
    bot.give({ gateway: fakeGateway() });

    await ada.use('admin health');

    await ada.see('no answer');
  });

  it('is refused to a server owner who does not run the bot, and not even shown to others', async () => {
    const gateway = fakeGateway(status);
    bot.give({ gateway });
    bot.setOperator(null);

    await ada.use('admin health');

    await ada.see('This is for whoever runs the bot');
    bot.setOperator('ada');
    expect(gateway.calls).toEqual([]);
    await expect(ben.use('admin health')).rejects.toThrow('sees no command admin');
  });
});

describe('/admin servers and leave', () => {
  it('lists where the bot is, with how many people', async () => {
    await ada.use('admin servers');

    expect(readText(await ada.see('Servers'))).toMatch(/members? · `\d+`/);
  });

  it('asks before it leaves, and knows no server by a name that none has', async () => {
    const { guild } = bot.discord.world;
    const [suggested] = await ada.suggestions('admin leave', 'server', guild.id);
    expect(suggested?.value).toBe(guild.id);

    await ada.use('admin leave', { server: 'Nowhere' });
    await ada.see("I don't know a server called “Nowhere”");
    await ada.use('admin leave', { server: guild.id });
    await ada.press(await ada.see('I stop answering'), 'Keep it');

    await ada.see('Nothing was changed');
  });
});

describe('/admin errors', () => {
  it('shows what went wrong by kind, with where and under which trace', async () => {
    const { general } = bot.discord.world.channels;
    const found = {
      items: [
        {
          turnId: IDS.character,
          characterName: 'Lilith',
          channelId: general,
          stage: 'failed' as const,
          attempts: 5,
          problem: 'the database was away',
          at: '2026-11-22T12:00:00.000Z',
          traceId: 'abcdef0123456789abcdef0123456789',
        },
      ],
      page: 1,
      pages: 1,
      total: 1,
      kinds: [{ problem: 'the database was away', count: 1 }],
      failedCalls: [{ vendor: 'openrouter', model: 'x/y', count: 3 }],
    };
    bot.give({ gateway: fakeGateway(answer(listProblems, () => found)) });

    await ada.use('admin errors');

    expect(readText(await ada.see('Problems in the last 7 days'))).toMatch(
      /1 × the database was away[\s\S]*3 × openrouter x\/y[\s\S]*Lilith in <#\d+> · failed after 5 · `abcdef012345`/,
    );
  });

  it('says when nothing went wrong', async () => {
    const nothing = { items: [], page: 1, pages: 1, total: 0, kinds: [], failedCalls: [] };
    bot.give({ gateway: fakeGateway(answer(listProblems, () => nothing)) });

    await ada.use('admin errors');

    await ada.see('Nothing went wrong');
  });
});

describe('/admin system-prompt', () => {
  const prompt = {
    id: IDS.preset,
    name: 'House rules',
    text: 'Be kind.',
    isGlobal: false,
    characters: [],
    serverIds: [],
  };

  it('is written in a form, assigned, listed and deleted when its name is typed', async () => {
    let current = prompt;
    const gateway = fakeGateway(
      answer(createSystemPrompt, ({ body }) => ({ ...prompt, ...body })),
      answer(listSystemPrompts, () => ({ items: [current] })),
      answer(getSystemPrompt, () => current),
      answer(assignSystemPrompt, ({ body }) => {
        current = { ...current, isGlobal: body.isAssigned };
        return current;
      }),
      answer(deleteSystemPrompt, () => ({ name: current.name })),
    );
    bot.give({ gateway });

    await ada.use('admin system-prompt create');
    await ada.submit(await ada.seeModal(), { name: 'House rules', text: 'Be kind.' });
    await ada.see('It counts nowhere yet');
    await ada.use('admin system-prompt assign', { prompt: 'house rules', change: 'add' });
    await ada.see('Counts: everywhere');
    await ada.use('admin system-prompt list');
    expect(readText(await ada.see('System prompts'))).toMatch(/House rules\*\* · Counts: everywhere[\s\S]*Be kind\./);
    await ada.use('admin system-prompt delete', { prompt: 'House rules' });
    await ada.press(await ada.see('Delete House rules?'), 'Delete…');
    await ada.submit(await ada.seeModal(), { typed: 'house rules' });

    await ada.see('House rules is deleted');
    expect(gateway.callsOf(assignSystemPrompt)[0]?.body).toEqual({ to: { kind: 'everywhere' }, isAssigned: true });
  });

  it('is assigned to a server by its id alone', async () => {
    bot.give({ gateway: fakeGateway(answer(listSystemPrompts, () => ({ items: [prompt] }))) });

    await ada.use('admin system-prompt assign', { prompt: 'House rules', change: 'add', server: 'My server' });

    await ada.see("I don't know a server called “My server”");
  });
});

describe('/admin keys and backup', () => {
  it('say how a rotation is going, and how backups are made', async () => {
    const counts = { characters: 3, users: 2, unfinishedTurns: 0 };
    const encryptionKeys = [
      { id: 'new', secrets: 40 },
      { id: 'old', secrets: 2 },
    ];
    const badRows = { count: 0, rows: [] };
    const rotating = answer(getStatus, () => ({ databaseMs: 1, hasVectors: true, badRows, encryptionKeys, counts }));
    bot.give({ gateway: fakeGateway(rotating) });

    await ada.use('admin keys');
    expect(readText(await ada.see('Encryption keys'))).toContain('2 secrets are still being re-encrypted');
    await ada.use('admin backup');

    expect(readText(await ada.see('Backups'))).toContain('docs/operating.md');
  });
});

describe('/server access and stats', () => {
  it('choose roles, show them, and take one back by its button', async () => {
    const role = { roleId: '1457706950983680001', name: 'Readers', characters: [], repliesPerDay: 5 };
    const gateway = fakeGateway(
      answer(listServerRoles, () => ({ items: [role] })),
      answer(removeServerRole, () => ({ items: [] })),
    );
    bot.give({ gateway });

    await ada.use('server access');
    const shown = await ada.see('Only people with one of these roles');
    expect(readText(shown)).toContain('up to 5 replies a day');
    await ada.press(shown, 'Remove');

    await ada.see('Everybody may');
    expect(gateway.callsOf(removeServerRole)[0]?.params).toEqual({ roleId: role.roleId });
  });

  it('ask which role is meant', async () => {
    bot.give({ gateway: fakeGateway() });

    await ada.use('server access', { 'replies-per-day': 3 });

    await ada.see('Which role?');
  });

  it('show what was used', async () => {
    const stats = {
      calls: 12,
      people: 3,
      tokens: 4_500,
      characters: [
        { name: 'Lilith', calls: 10 },
        { name: null, calls: 2 },
      ],
      activeChannels: 1,
    };
    bot.give({ gateway: fakeGateway(answer(getServerStats, () => stats)) });

    await ada.use('server stats');

    expect(readText(await ada.see('The last 30 days'))).toMatch(
      /12 calls to models by 3 people, 4,500 tokens[\s\S]*1\. Lilith · 10 calls/,
    );
  });
});

describe('/channel list, who and instructions', () => {
  it('say where characters are active and what is told about a channel', async () => {
    const { general } = bot.discord.world.channels;
    const item = {
      channelId: general,
      hasInstructions: true,
      characters: [{ id: IDS.character, name: 'Lilith', isPublic: false }],
    };
    bot.give({ gateway: fakeGateway(answer(listChannelSetups, () => ({ items: [item] }))) });

    await ada.use('channel list');
    expect(readText(await ada.see('Channels of this server'))).toContain(`<#${general}>: Lilith · instructions`);
    await ada.use('channel who');

    expect(readText(await ada.see('Who answers in'))).toContain('**Lilith** · private');
  });

  it('say so when nobody is active', async () => {
    bot.give({ gateway: fakeGateway(answer(listChannelSetups, () => ({ items: [] }))) });

    await ada.use('channel who');
    await ada.see('Nobody answers in');
    await ada.use('channel list');

    await ada.see('No character is active in any channel');
  });

  it('keep a text for the model in a form', async () => {
    let text: string | null = null;
    const gateway = fakeGateway(
      answer(getInstructions, () => ({ instructions: text })),
      answer(putInstructions, ({ body }) => {
        text = body.instructions;
        return { instructions: text };
      }),
    );
    bot.give({ gateway });

    await ada.use('channel instructions');
    await ada.press(await ada.see('Instructions for'), 'Edit');
    await ada.submit(await ada.seeModal(), { text: 'This is the inn.' });

    await ada.see('This is the inn.');
    expect(gateway.callsOf(putInstructions)[0]?.body).toEqual({ instructions: 'This is the inn.' });
  });
});

describe('/help', () => {
  it('names the commands that this person has', async () => {
    await ben.use('help');
    const forBen = readText(await ben.see('First steps'));
    await ada.use('help');
    const forAda = readText(await ada.see('First steps'));

    const names = commands.map(({ name }) => name).filter((name) => name !== 'help');
    expect(names.filter((name) => !forAda.includes(`/${name}`))).toEqual([]);
    expect(names.filter((name) => !forBen.includes(`/${name}`))).toEqual(['channel', 'server', 'admin']);
  });

  it('shows what a command can do, with its words to be clicked', async () => {
    await ben.use('help');

    await ben.press(await ben.see('First steps'), '/character');

    expect(readText(await ben.see('## /character'))).toMatch(/<\/character create:\d+> Make a character of your own/);
  });
});

const NO_LIST = answerJob(listModels, () => ({ state: 'unavailable' as const, models: [] }));

function givePreset(preset: Preset, dropped: { key: string; reason: string }[] = []) {
  let current = preset;
  const gateway = fakeGateway(
    answer(createPreset, ({ body: { makeDefault, ...draft } }) => samplePreset({ ...draft, isDefault: makeDefault })),
    answer(listPresets, () => ({ items: [current] })),
    answer(getPreset, () => current),
    answer(updatePreset, ({ body }) => {
      current = { ...current, ...JSON.parse(JSON.stringify(body)) };
      return current;
    }),
    answer(choosePreset, ({ body }) => {
      current = { ...current, isDefault: body.presetId !== null };
      return { presetName: current.name };
    }),
    answer(listPresetUses, () => ({
      isDefault: false,
      withCharacters: [],
      ofCharacters: [],
      channelIds: [],
      isServerDefault: false,
      isGlobalDefault: false,
      isFreeDefault: false,
    })),
    answer(listWalletKeys, () => ({ items: [sampleKey({ vendor: 'openai' })] })),
  );
  bot.give({
    gateway,
    queues: fakeQueues(
      answerJob(checkPreset, () => ({ dropped })),
      NO_LIST,
    ),
  });
  return gateway;
}

function givePersona() {
  let current = samplePersona();
  const gateway = fakeGateway(
    answer(createPersona, ({ body: { makeDefault, ...draft } }) => samplePersona({ ...draft, isDefault: makeDefault })),
    answer(listPersonas, () => ({ items: [current] })),
    answer(updatePersona, ({ body }) => {
      current = { ...current, ...JSON.parse(JSON.stringify(body)) };
      return current;
    }),
    answer(makePersonaDefault, () => {
      current = { ...current, isDefault: true };
      return current;
    }),
  );
  bot.give({ gateway });
  return gateway;
}

it.skipIf(!hasOpenApi)("sends only what Discord's own description allows", () => {
  const { looked, problems } = judgeCalls(bot.discord);

  expect(problems).toEqual([]);
  expect(looked).toBeGreaterThan(20);
});
