import { hash, randomUUID } from 'node:crypto';
import {
  blankCard,
  type CallerInput,
  changeImport,
  commitImport,
  createFile,
  createImport,
  deleteCharacter,
  deleteImport,
  type FoundItem,
  getCharacter,
  getImport,
  type ImportDraftInput,
  listCharacters,
  listImports,
  listPersonas,
  MAX_PERSONAS_PER_USER,
  putFilePart,
  putImportFiles,
  putImportItems,
  type RouteInput,
  undoImport,
  updateCharacter,
} from '@tzurot/contracts';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callerOf, newPerson, rejection, type TestPerson } from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
let ada: TestPerson;
let caller: CallerInput;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());
beforeEach(() => {
  ada = newPerson('Ada');
  caller = callerOf(ada);
});

type Found = Omit<Partial<FoundItem>, 'draft'> & { draft: ImportDraftInput };

const character = (name: string, sourceKey = `card:${name}`, card: object = {}): Found => ({
  kind: 'character',
  sourceKey,
  name,
  draft: { kind: 'character', card: { ...blankCard(name), ...card } },
});
const persona = (name: string): Found => ({
  kind: 'persona',
  sourceKey: `pk:${name}`,
  name,
  draft: { kind: 'persona', persona: { name, proxyTags: [{ prefix: `${name}:` }] } },
});
const memory = (text: string, ofCharacter: string | null): Found => ({
  kind: 'memory',
  sourceKey: `memory:${text}`,
  name: 'A memory',
  draft: {
    kind: 'memory',
    ofCharacter,
    speaker: 'character',
    speakerName: 'Kettle',
    text,
    at: '2024-01-01T00:00:00Z',
    exchange: text,
  },
});

/** An import in which the worker found these. */
async function found(items: readonly Found[], as = caller): Promise<string> {
  const { id: importId } = await gateway.bot.call(createImport, { caller: as, body: { filenames: ['a.json'] } });
  const params = { importId };
  for (let from = 0; from < items.length; from += 500) {
    const some = items.slice(from, from + 500) as never;
    await gateway.worker.call(putImportItems, { params, body: { fileNumber: 0, from, items: some } });
  }
  await gateway.worker.call(putImportFiles, {
    params,
    body: { files: [{ filename: 'a.json', format: 'character-card', version: '2' }], isRead: true },
  });
  return importId;
}

async function imported(items: readonly Found[], as = caller): Promise<string> {
  const importId = await found(items, as);
  await gateway.bot.call(commitImport, { caller: as, params: { importId } });
  return importId;
}

const look = (importId: string, item?: number) =>
  gateway.bot.call(getImport, { caller, params: { importId }, query: { ...(item !== undefined && { item }) } });
const standingOf = async (importId: string, item = 0) => (await look(importId, item)).shown[0]?.standing;
const choose = (importId: string, body: RouteInput<typeof changeImport>['body'] & object) =>
  gateway.bot.call(changeImport, { caller, params: { importId }, body });
const myCharacters = async () =>
  (await gateway.bot.call(listCharacters, { caller, query: { filter: 'mine' } })).items.map(({ name }) => name);

describe('before it is committed, an import', () => {
  it('shows what was found and makes nothing', async () => {
    const importId = await found([character('Baker')]);

    const { state, items, counts, shown } = await look(importId, 0);

    expect({ state, items, counts }).toEqual({
      state: 'ready',
      items: 1,
      counts: [{ kind: 'character', fileNumber: 0, make: 1, replace: 0, skip: 0 }],
    });
    expect(shown).toMatchObject([{ name: 'Baker', standing: 'new', choices: ['make', 'skip'], choice: 'make' }]);
    expect(await myCharacters()).toEqual([]);
  });

  it('can be forgotten with everything that was found', async () => {
    const importId = await found([character('Baker')]);

    await gateway.bot.call(deleteImport, { caller, params: { importId } });

    expect(await rejection(look(importId))).toMatchObject({ code: 'not-found' });
    const { rows } = await gateway.database.pool.query('SELECT FROM import_items WHERE import_id = $1', [importId]);
    expect(rows).toEqual([]);
  });

  it('gives another name to a character that nobody could call by its own, and says so', async () => {
    const importId = await found([character('everyone')]);

    const [item] = (await look(importId, 0)).shown;

    expect(item?.report.changed).toEqual([{ field: 'name', why: 'name-refused', from: 'everyone', to: 'everyone 2' }]);
  });
});

describe('a commit', () => {
  it('makes private characters with their picture, and tells bot-clients their names', async () => {
    const name = `Baker ${randomUUID().slice(0, 8)}`;
    const { id: importId } = await gateway.bot.call(createImport, { caller, body: { filenames: ['a.png'] } });
    const png = await sharp({ create: { width: 2_000, height: 10, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const { fileId } = await gateway.worker.call(createFile, {
      body: { ownerId: ada.id, importId, filename: 'a.png', sizeBytes: png.length, sha256: hash('sha256', png) },
    });
    await gateway.worker.call(putFilePart, {
      params: { fileId },
      body: { number: 0, base64: png.toString('base64') },
    });
    const draft = { kind: 'character' as const, card: blankCard(name), pictureFileId: fileId };
    const params = { importId };
    await gateway.worker.call(putImportItems, {
      params,
      body: { fileNumber: 0, from: 0, items: [{ kind: 'character', sourceKey: 'x', name: 'Baker', draft }] },
    });
    await gateway.worker.call(putImportFiles, { params, body: { files: [], isRead: true } });

    await gateway.bot.call(commitImport, { caller, params });

    const { made } = await look(importId);
    const characterId = made[0]?.id ?? '';
    expect(await gateway.bot.call(getCharacter, { caller, params: { characterId } })).toMatchObject({
      name,
      hasPicture: true,
      isPublic: false,
    });
    const { rows } = await gateway.database.pool.query(
      'SELECT content_type FROM pictures p JOIN characters c ON c.picture_id = p.id WHERE c.id = $1',
      [characterId],
    );
    expect(rows).toEqual([{ content_type: 'image/webp' }]);
  });

  it('changes nothing the second time, and neither does the same file again', async () => {
    const importId = await imported([character('Baker'), persona('Alice')]);
    await gateway.bot.call(commitImport, { caller, params: { importId } });

    const again = await found([character('Baker'), persona('Alice')]);
    const standings = [await standingOf(again, 0), await standingOf(again, 1)];
    await gateway.bot.call(commitImport, { caller, params: { importId: again } });

    expect(standings).toEqual(['same', 'same']);
    expect(await myCharacters()).toEqual(['Baker']);
    const personas = await gateway.bot.call(listPersonas, { caller });
    expect(personas.items.filter(({ name }) => name === 'Alice')).toHaveLength(1);
  });

  it('replaces what came from the same source, and makes another of the same name only', async () => {
    await imported([character('Baker', 'id:1')]);
    const newer = [
      character('Baker', 'id:1', { description: 'Newer.' }),
      character('Baker', 'id:2', { description: 'Other.' }),
    ];

    const importId = await found(newer);
    const standings = [await standingOf(importId, 0), await standingOf(importId, 1)];
    await gateway.bot.call(commitImport, { caller, params: { importId } });

    expect(standings).toEqual(['other-contents', 'same-name']);
    expect(await myCharacters()).toEqual(['Baker', 'Baker']);
    expect((await look(importId)).counts).toEqual([{ kind: 'character', fileNumber: 0, make: 1, replace: 1, skip: 0 }]);
  });

  it('does not bring back what its owner deleted, unless they say so', async () => {
    const first = await imported([character('Baker')]);
    const characterId = (await look(first)).made[0]?.id ?? '';
    await gateway.bot.call(deleteCharacter, { caller, params: { characterId } });

    const importId = await found([character('Baker')]);
    const standing = await standingOf(importId);
    await gateway.bot.call(commitImport, { caller, params: { importId } });
    const without = await myCharacters();
    const wanted = await found([character('Baker')]);
    await choose(wanted, { choice: 'make', item: 0 });
    await gateway.bot.call(commitImport, { caller, params: { importId: wanted } });

    expect(standing).toBe('deleted');
    expect(without).toEqual([]);
    expect(await myCharacters()).toEqual(['Baker']);
  });

  it('uses what needs consent only when it was given', async () => {
    const strict: Found = {
      ...character('Baker'),
      draft: {
        kind: 'character',
        card: blankCard('Baker'),
        withConsent: { 'system-prompt': { systemPrompt: 'Obey.' } },
      },
      report: {
        kept: [],
        changed: [],
        ignored: [],
        consents: [{ kind: 'system-prompt', field: 'data.system_prompt', text: 'Obey.' }],
      },
    };
    const importId = await found([strict]);
    const before = (await look(importId)).consents;

    await choose(importId, { consent: { kind: 'system-prompt', isGiven: true } });
    await gateway.bot.call(commitImport, { caller, params: { importId } });

    const { made, consents } = await look(importId);
    expect(before).toEqual([{ kind: 'system-prompt', items: 1, isGiven: false }]);
    expect(consents).toEqual([{ kind: 'system-prompt', items: 1, isGiven: true }]);
    const params = { characterId: made[0]?.id ?? '' };
    expect((await gateway.bot.call(getCharacter, { caller, params })).systemPrompt).toBe('Obey.');
  });

  it('makes nothing at all when one thing is too many', async () => {
    const many = Array.from({ length: MAX_PERSONAS_PER_USER }, (_, index) => persona(`Member ${index}`));
    const importId = await found([character('Baker'), ...many]);

    const error = await rejection(gateway.bot.call(commitImport, { caller, params: { importId } }));

    expect(error).toMatchObject({ because: { reason: 'import-too-many', facts: { noun: 'persona', more: 1_000 } } });
    expect(await myCharacters()).toEqual([]);
    expect((await look(importId)).state).toBe('ready');
  });

  it('happens once when it is asked for twice at the same moment', async () => {
    const importId = await found([character('Baker')]);
    const ask = () => gateway.bot.call(commitImport, { caller, params: { importId } });

    await Promise.all([ask(), ask()]);

    expect(await myCharacters()).toEqual(['Baker']);
  });

  it('gives the same file to two people, each their own', async () => {
    const ben = callerOf(newPerson('Ben'));

    await Promise.all([imported([character('Baker')]), imported([character('Baker')], ben)]);

    const bens = await gateway.bot.call(listCharacters, { caller: ben, query: { filter: 'mine' } });
    expect([await myCharacters(), bens.items.map(({ name }) => name)]).toEqual([['Baker'], ['Baker']]);
  });

  it('keeps memories for their owner alone, with the character that they name', async () => {
    const items = [character('Kettle', 'shape:1'), memory('User prefers green tea.', 'shape:1'), memory('Lost.', 'no')];
    const importId = await found(items);
    const standings = [await standingOf(importId, 1), await standingOf(importId, 2)];

    await gateway.bot.call(commitImport, { caller, params: { importId } });
    const again = await found(items);

    expect(standings).toEqual(['new', 'no-character']);
    expect(await standingOf(again, 1)).toBe('same');
    const { rows } = await gateway.database.pool.query(
      `SELECT m.body, m.reach, m.is_portable, c.name FROM memory_items m JOIN characters c ON c.id = m.character_id
       JOIN personas p ON p.id = m.owner_id JOIN users u ON u.id = p.user_id WHERE u.discord_id = $1`,
      [ada.id],
    );
    expect(rows).toEqual([{ body: 'User prefers green tea.', reach: 'owner_dm', is_portable: false, name: 'Kettle' }]);
  });
});

describe('a lorebook', () => {
  const book = (content: string, ofCharacter: string | null): Found => ({
    kind: 'lorebook',
    sourceKey: 'card:book',
    name: 'Sea',
    draft: {
      kind: 'lorebook',
      ofCharacter,
      book: { name: 'Sea', entries: [{ keys: ['sea'], content, sourceId: '1' }] },
    },
  });
  const read = async () =>
    (
      await gateway.database.pool.query(
        `SELECT e.facts->>'content' AS content, a.target FROM lorebooks b JOIN users u ON u.id = b.owner_id
         JOIN lore_entries e ON e.book_id = b.id LEFT JOIN lore_attachments a ON a.book_id = b.id WHERE u.discord_id = $1`,
        [ada.id],
      )
    ).rows;

  it('comes with its character and is told to it, is replaced by a newer one, and put back', async () => {
    await imported([character('Sailor', 'card:sailor'), book('Deep.', 'card:sailor')]);
    const first = await read();

    const newer = await imported([book('Deeper.', 'card:sailor')]);
    const second = await read();
    await gateway.bot.call(undoImport, { caller, params: { importId: newer } });

    expect(first).toEqual([{ content: 'Deep.', target: 'character' }]);
    expect(second).toEqual([{ content: 'Deeper.', target: 'character' }]);
    expect(await read()).toEqual(first);
  });
});

describe('undo', () => {
  it('takes back what was made and puts back what was replaced', async () => {
    const first = await imported([character('Baker', 'id:1', { description: 'Old.' })]);
    const characterId = (await look(first)).made[0]?.id ?? '';
    const second = await imported([
      character('Baker', 'id:1', { description: 'New.' }),
      character('Other'),
      persona('Alice'),
    ]);
    await gateway.bot.call(updateCharacter, { caller, params: { characterId }, body: { personality: 'Edited.' } });

    const counts = await gateway.bot.call(undoImport, { caller, params: { importId: second } });

    expect(counts).toEqual({ deleted: 2, restored: 1, gone: 0 });
    expect(await gateway.bot.call(getCharacter, { caller, params: { characterId } })).toMatchObject({
      description: 'Old.',
      personality: '',
    });
    expect(await myCharacters()).toEqual(['Baker']);
    expect(await gateway.bot.call(undoImport, { caller, params: { importId: second } })).toEqual({
      deleted: 0,
      restored: 0,
      gone: 0,
    });
  });

  it('leaves no trace that would keep the same file from coming in once more', async () => {
    const importId = await imported([character('Baker')]);
    await gateway.bot.call(undoImport, { caller, params: { importId } });

    const again = await found([character('Baker')]);

    expect(await standingOf(again)).toBe('new');
    const { items } = await gateway.bot.call(listImports, { caller });
    expect(items.map(({ state }) => state)).toEqual(['ready', 'undone']);
  });
});
