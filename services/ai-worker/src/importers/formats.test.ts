import { FoundItem, type ImportDraftInput } from '@tzurot/contracts';
import { describe, expect, it } from 'vitest';
import type { Found } from './importer.ts';
import { readFile } from './read-file.ts';
import { baker } from './testing/make-files.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** What was found, as the gateway takes it. */
async function read(bytes: Buffer, filename = 'file.json') {
  const { found, ...file } = await readFile(bytes, filename);
  for (const { picture: _, ...item } of found) FoundItem.parse(item);
  return { found, file };
}

function draftOf<Kind extends ImportDraftInput['kind']>(found: readonly Found[], kind: Kind, index = 0) {
  const draft = found.filter((item) => item.kind === kind)[index]?.draft;
  if (draft?.kind !== kind) throw new Error(`no ${kind}`);
  return draft as Extract<ImportDraftInput, { kind: Kind }>;
}

describe('PluralKit', () => {
  const member = {
    id: 'alice',
    uuid: '22222222-2222-2222-2222-222222222222',
    name: 'Alice',
    pronouns: 'she/her',
    description: 'First.',
    proxy_tags: [
      { prefix: 'a:', suffix: null },
      { prefix: null, suffix: '' },
    ],
    privacy: { description_privacy: 'private' },
  };
  const system = {
    version: 2,
    name: 'Ours',
    webhook_url: 'https://discord.example/api/webhooks/1/secret',
    accounts: [],
    members: [member, { id: 'old', uuid: 'u2', name: 'Old', prefix: '[', suffix: ']' }],
    switches: [{ timestamp: '2025-01-04T11:00:00Z', members: ['nobody'] }],
  };

  it('makes each member a persona with its tags, and asks before it uses what is private', async () => {
    const { found, file } = await read(json(system));

    const alice = draftOf(found, 'persona');
    expect(file).toMatchObject({ format: 'pluralkit', version: '2' });
    expect(found.map(({ kind, sourceKey }) => `${kind} ${sourceKey.slice(0, 14)}`).slice(0, 2)).toEqual([
      'persona pluralkit:2222',
      'persona pluralkit:u2',
    ]);
    expect(alice.persona).toMatchObject({ name: 'Alice', about: '', proxyTags: [{ prefix: 'a:', suffix: '' }] });
    expect(alice.withConsent?.private).toEqual({ about: 'First.' });
    expect(draftOf(found, 'persona', 1).persona.proxyTags).toEqual([{ prefix: '[', suffix: ']' }]);
  });

  it('does not even keep the address that is a secret, and everything else as it stood', async () => {
    const bytes = json(system);

    const { file } = await read(bytes);

    expect(file.redacted).toBe(bytes.toString().replace(/"webhook_url":"[^"]+"/, '"webhook_url":null'));
  });

  it('takes 1,000 members, and refuses one more', async () => {
    const members = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...member, uuid: `u${index}`, name: `M${index}` }));

    const [most, more] = [
      await read(json({ ...system, members: members(1_000) })),
      await read(json({ ...system, members: members(1_001) })),
    ];

    expect(most.found).toHaveLength(1_001);
    expect(more.file).toMatchObject({ problem: 'too-many', detail: '1000 members' });
  });
});

it('Tupperbox gives personas with the brackets in pairs, and an odd number of brackets is left out', async () => {
  const tuppers = [
    { id: 1, name: 'Alpha', brackets: ['a:', '', '<', '>'], description: 'One.', show_brackets: 'false' },
    { id: 2, name: '', brackets: ['x'] },
  ];

  const { found, file } = await read(json({ tuppers, groups: [] }));

  expect(file.format).toBe('tupperbox');
  expect(draftOf(found, 'persona').persona).toMatchObject({
    name: 'Alpha',
    about: 'One.',
    proxyTags: [
      { prefix: 'a:', suffix: '' },
      { prefix: '<', suffix: '>' },
    ],
  });
  expect(found[1]?.name).toBe('Tupper 2');
  expect(found[1]?.report.ignored).toContainEqual({ field: 'brackets', why: 'broken' });
});

it("SillyTavern's personas are known by the file of their picture", async () => {
  const backup = {
    personas: { '1.png': 'Tom', '2.png': 'Traveller' },
    persona_descriptions: { '1.png': { description: 'A baker.', position: 0 } },
    default_persona: '1.png',
  };

  const { found } = await read(json(backup));

  expect(found.map(({ sourceKey, name }) => [sourceKey, name])).toEqual([
    ['sillytavern-persona:1.png', 'Tom'],
    ['sillytavern-persona:2.png', 'Traveller'],
  ]);
});

describe('Shapes', () => {
  const config = {
    id: '00000000-0000-4000-8000-00000000d00d',
    name: 'Kettle',
    username: 'kettle',
    jailbreak: 'You are {shape}.',
    user_prompt: 'kettle whistles.',
    personality_traits: 'loud',
    personality_tone: 'shrill',
    engine_model: 'some/model',
    engine_temperature: '0.9',
    error_message: '*hiss*',
    bot_token: 'MTIz.secret',
    shape_settings: { shape_initial_message: 'tea, {user}?' },
  };
  const memory = (id: string, senders: string[], more: object = {}) => ({
    id,
    shape_id: config.id,
    senders,
    result: `Memory ${id}`,
    metadata: { end_ts: 1_700_000_100.2 },
    ...more,
  });

  it('gives a character with its own placeholders, and a preset of its engine', async () => {
    const { found, file } = await read(json(config));

    const { card, withConsent } = draftOf(found, 'character');
    expect(card).toMatchObject({
      name: 'Kettle',
      greeting: 'tea, {{user}}?',
      personality: 'traits: loud\ntone: shrill',
      errorMessage: '*hiss*',
    });
    expect(withConsent).toEqual({ 'system-prompt': { systemPrompt: 'You are {{char}}.' } });
    expect(draftOf(found, 'preset').preset).toMatchObject({ parameters: { temperature: 0.9 } });
    expect(file.redacted).not.toContain('MTIz');
    expect(JSON.stringify(found)).not.toContain('MTIz');
  });

  it("gives memories of the person who saved them, and nobody else's", async () => {
    const items = [
      memory('c/1', ['me']),
      memory('c/2', ['me', 'you']),
      memory('c/3', ['you']),
      memory('c/4', ['me'], { deleted: true }),
    ];

    const { found } = await read(json({ items, pagination: { has_next: false } }));

    expect(
      found.map(({ kind, report }) => [kind, report.ignored.find(({ field }) => field === 'result')?.why]),
    ).toEqual([
      ['memory', undefined],
      ['memory', undefined],
      ['kept', 'others'],
      ['kept', 'deleted'],
    ]);
    expect(draftOf(found, 'memory')).toMatchObject({
      ofCharacter: `shapes:${config.id}`,
      at: '2023-11-14T22:15:00.200Z',
    });
  });

  it('comes as a bundle with knowledge, of which nobody filled in everything, and what it knows of a person', async () => {
    const bundle = {
      config,
      memories: [memory('c/1', ['me'])],
      stories: [
        { story_type: 'general', title: 'Tea', content: 'Green is best.' },
        { story_type: 'personal', content: 'Insert personal story here' },
      ],
      userPersonalization: { backstory: 'I drink tea.', preferred_name: 'Ada', pronouns: 'she/her' },
    };

    const { found } = await read(json(bundle));

    expect(found.map(({ kind }) => kind)).toEqual(['character', 'preset', 'memory', 'lorebook', 'persona']);
    expect(draftOf(found, 'lorebook').book.entries).toMatchObject([{ title: 'Tea', isConstant: true }]);
  });
});

describe('SillyTavern', () => {
  it('presets keep what our models can be asked for, by both of its names', async () => {
    const text = { temp: 1.2, rep_pen: 1.1, top_k: 40, genamt: 300, max_length: 8_192, dry_multiplier: 0.8 };
    const chat = {
      temperature: 3,
      openai_max_context: 4_095,
      openai_max_tokens: 300,
      chat_completion_source: 'openrouter',
      openrouter_model: 'a/b',
      prompts: [{}],
    };

    const [first, second] = [await read(json(text), 'Mine.json'), await read(json(chat), 'Chat.json')];

    expect(draftOf(first.found, 'preset').preset).toMatchObject({
      name: 'Mine',
      contextTokens: 8_192,
      vendor: null,
      parameters: { temperature: 1.2, repetition_penalty: 1.1, top_k: 40, max_tokens: 300 },
    });
    expect(first.found[0]?.report.ignored).toContainEqual({ field: 'dry_multiplier', why: 'unknown' });
    expect(draftOf(second.found, 'preset').preset).toMatchObject({
      vendor: 'openrouter',
      model: 'a/b',
      parameters: { temperature: 2 },
    });
  });

  it('chats become memories, a question with its answer in one exchange', async () => {
    const lines = [
      { user_name: 'Tom', character_name: 'Baker', chat_metadata: {} },
      { name: 'Baker', is_user: false, mes: 'Morning!', send_date: '2023-8-13 @12h 5m 3s 120ms' },
      { name: 'Tom', is_user: true, mes: 'Bread?', send_date: 1_691_928_400_000 },
      { name: 'Baker', is_user: false, mes: 'Fresh.', swipes: ['Fresh.', 'Old.'] },
      { name: 'System', is_system: true, mes: 'hidden' },
    ].map((line) => JSON.stringify(line));

    const { found, file } = await read(Buffer.from(lines.join('\n')), 'chat.jsonl');

    expect(file.format).toBe('sillytavern-chat');
    const drafts = found.map((_item, index) => draftOf(found, 'memory', index));
    expect(drafts.map(({ speaker, text }) => `${speaker}: ${text}`)).toEqual([
      'character: Morning!',
      'person: Bread?',
      'character: Fresh.',
    ]);
    expect(new Set(drafts.map(({ exchange }) => exchange)).size).toBe(2);
    expect(drafts[0]?.at).toBe('2023-08-13T12:05:03.000Z');
  });

  it('scripts and templates are kept and never run', async () => {
    const { found } = await read(json({ scriptName: 'Strip', findRegex: '/(x+x+)+y/', replaceString: '$1' }));

    expect(found).toMatchObject([{ kind: 'kept', name: 'Strip' }]);
    expect(found[0]?.report.ignored).toContainEqual({ field: 'findRegex', why: 'code' });
  });
});

describe('a lorebook', () => {
  const books: Record<string, unknown> = {
    SillyTavern: {
      entries: {
        0: {
          uid: 7,
          key: ['sea'],
          keysecondary: ['x'],
          content: 'Deep.',
          order: 5,
          position: 4,
          selectiveLogic: 3,
          sticky: 2,
        },
      },
    },
    NovelAI: {
      lorebookVersion: 4,
      entries: [{ id: 'n', keys: ['sea'], text: 'Deep.', enabled: true, contextConfig: { budgetPriority: 5 } }],
    },
    Agnai: { kind: 'memory', name: 'Agnai', entries: [{ name: 'a', keywords: ['sea'], entry: 'Deep.', weight: 5 }] },
    RisuAI: {
      type: 'risu',
      ver: 1,
      data: [
        { key: 'sea', content: 'Deep.', insertorder: 5 },
        { key: '\uF000f', mode: 'folder', content: '' },
      ],
    },
    'Character Card V3': {
      spec: 'lorebook_v3',
      data: { entries: [{ keys: ['sea'], content: 'Deep.', insertion_order: 5, enabled: true }] },
    },
    KoboldAI: [{ key: 'sea', keysecondary: '', keyanti: '', content: 'Deep.', constant: false }],
  };

  it.each(Object.entries(books))('of %s is read to the same entry', async (name, book) => {
    const { found, file } = await read(json(book), 'Sea.json');

    expect(file).toMatchObject({ format: 'lorebook', version: name });
    expect(draftOf(found, 'lorebook').book.entries).toMatchObject([
      { keys: ['sea'], content: 'Deep.', isEnabled: true },
    ]);
  });

  it('of SillyTavern keeps how its entries work', async () => {
    const { found } = await read(json(books['SillyTavern']));

    expect(draftOf(found, 'lorebook').book.entries).toMatchObject([
      { sourceId: '7', order: 5, position: 'at-depth', logic: 'all', sticky: 2, secondaryKeys: ['x'] },
    ]);
  });

  it('inside a card comes beside its character, and a card without one has none', async () => {
    const book = {
      entries: { 1: { keys: ['oven'], content: 'Hot.', insertion_order: 1, extensions: { depth: 2, position: 4 } } },
    };

    const [withBook, without] = [
      await read(json({ ...baker, data: { ...baker.data, character_book: book } })),
      await read(json({ ...baker, data: { ...baker.data, character_book: null } })),
    ];

    expect(withBook.found.map(({ kind }) => kind)).toEqual(['character', 'lorebook']);
    expect(draftOf(withBook.found, 'lorebook')).toMatchObject({
      ofCharacter: withBook.found[0]?.sourceKey,
      book: { name: 'Baker', entries: [{ keys: ['oven'], depth: 2, position: 'at-depth', isEnabled: true }] },
    });
    expect(without.found.map(({ kind }) => kind)).toEqual(['character']);
  });

  it('of 10,000 entries is refused with its limit', async () => {
    const entries = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, uid) => [uid, { uid, key: ['x'], content: 'y' }]),
    );

    expect((await read(json({ entries }))).file).toMatchObject({ problem: 'too-many', detail: '2,000 entries' });
  });
});

it.each([
  ['Pygmalion', json({ char_name: 'Baker', char_persona: 'Bakes.', char_greeting: 'Hi.' }), 'pygmalion'],
  ['text-generation-webui', Buffer.from('name: Baker\ncontext: |\n  Bakes.\ngreeting: Hi.\n'), 'text-generation-webui'],
  [
    'Character.AI',
    json({ character: { external_id: 'x', name: 'Baker', description: 'Bakes.', greeting: 'Hi.' } }),
    'character-ai',
  ],
])('a character of %s keeps its name, text and greeting', async (_name, bytes, format) => {
  const { found, file } = await read(bytes);

  const { card } = draftOf(found, 'character');
  expect(file.format).toBe(format);
  expect([card.name, card.description?.trim(), card.greeting]).toEqual(['Baker', 'Bakes.', 'Hi.']);
});
