import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readFile } from '../read-file.ts';
import { baker, base64, packedTextChunk, png, textChunk, utf8TextChunk } from '../testing/make-files.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const utf8 = (text: string) => new TextEncoder().encode(text);
const v3 = {
  ...baker,
  spec: 'chara_card_v3',
  spec_version: '3.0',
  data: { ...baker.data, name: 'Baker V3', nickname: 'Bex', source: ['https://cards.example/1'] },
};

async function readOne(bytes: Buffer) {
  const { found, ...file } = await readFile(bytes, 'baker.bin');
  const [item] = found;
  if (item?.draft.kind !== 'character') throw new Error(`no character, but ${file.problem}`);
  return { ...item, draft: item.draft, file };
}

describe('a card', () => {
  it('of version 2 keeps every field that has a place, and says what became of the others', async () => {
    const { draft, report, file } = await readOne(json(baker));

    expect(file).toMatchObject({ format: 'character-card', version: '2.0', problem: null });
    expect(draft.card).toMatchObject({
      name: 'Baker',
      greeting: 'Morning, {{user}}!',
      alternateGreetings: ['We are closed.'],
      creatorNotes: 'For early birds.',
      tags: ['bread', 'warm'],
      systemPrompt: '',
    });
    expect(draft.talkativeness).toBe(70);
    expect(draft.authorNote).toEqual({ text: 'Flour on the apron.', depth: 4, role: 'system', every: 1 });
    expect(draft.withConsent).toEqual({ 'system-prompt': { systemPrompt: '{{original}} Be brief.' } });
    expect(report.ignored).toEqual([{ field: 'data.extensions.dev/unknown', why: 'unknown' }]);
  });

  it('of version 1 is known by its texts, and so is the same one of version 2', async () => {
    const { name, description, personality, scenario, first_mes, mes_example } = baker.data;
    const flat = { name, description, personality, scenario, first_mes, mes_example };

    const first = await readOne(json(flat));
    const again = await readOne(json({ ...flat, talkativeness: '0.5', fav: false }));

    expect(first.file.version).toBe('1.0');
    expect(again.sourceKey).toBe(first.sourceKey);
  });

  it('of version 3 wins over the older one beside it, in every kind of chunk and before or behind the picture', async () => {
    const files = [
      png(textChunk('chara', base64(baker)), textChunk('ccv3', base64(v3))),
      png(packedTextChunk('ccv3', base64(v3)), textChunk('Chara', base64(baker))),
      png(utf8TextChunk('ccv3', base64(v3).replaceAll(/.{76}/g, '$&\n'))),
    ];

    const read = await Promise.all(files.map(readOne));

    expect(read.map(({ name, file }) => [name, file.version])).toEqual(files.map(() => ['Baker V3', '3.0']));
    expect(read.every(({ picture, draft }) => picture && draft.card.nickname === 'Bex')).toBe(true);
  });

  it('is read in spite of a wrong checksum, and says so', async () => {
    const { name, file } = await readOne(png(textChunk('chara', base64(baker), { isWrong: true })));

    expect([name, file.warnings]).toEqual(['Baker', ['checksum']]);
  });

  it('comes out of a zip with its main picture, and from behind a JPEG', async () => {
    const assets = [{ type: 'icon', name: 'main', uri: 'embeded://assets/icon/images/main.png', ext: 'png' }];
    const card = { ...v3, data: { ...v3.data, assets } };
    const zip = Buffer.from(
      zipSync({
        'card.json': utf8(JSON.stringify(card)),
        'assets/icon/images/main.png': png(),
        'module.risum': utf8('x'),
      }),
    );
    const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a464946ffd9', 'hex'), zip]);

    const read = [await readOne(zip), await readOne(jpeg)];

    expect(read.map(({ name }) => name)).toEqual(['Baker V3', 'Baker V3']);
    expect(read.map(({ picture }) => Buffer.from(picture ?? []).equals(png()))).toEqual([true, true]);
  });

  it('takes from its root only what its data lacks', async () => {
    const { name: _, ...data } = baker.data;

    const { draft } = await readOne(json({ ...baker, data, name: 'Root', description: 'not this' }));

    expect(draft.card).toMatchObject({ name: 'Root', description: '{{char}} runs a bakery.' });
  });

  it('of other programs is read as they write it', async () => {
    const odd = { ...baker.data, character_version: 2, tags: 'a, b', alternate_greetings: 'Hi.', character_book: null };

    const { draft, report } = await readOne(json({ ...baker, data: odd }));

    expect(draft.card).toMatchObject({ characterVersion: '2', tags: ['a', 'b'], alternateGreetings: ['Hi.'] });
    expect(report.changed.map(({ field, why }) => `${field} ${why}`)).toEqual([
      'data.alternate_greetings to-list',
      'data.tags to-list',
      'data.character_version to-text',
    ]);
  });

  it('that is too long is shortened, and says by how much', async () => {
    const { draft, report } = await readOne(
      json({ ...baker, data: { ...baker.data, description: 'x'.repeat(4_000_000) } }),
    );

    expect(draft.card.description).toHaveLength(50_000);
    expect(report.changed).toEqual([{ field: 'data.description', why: 'too-long', from: '4000000', to: '50000' }]);
  });

  it('without a name that anybody could see is called like its file', async () => {
    const { name, report } = await readOne(json({ ...baker, data: { ...baker.data, name: '\u200B' } }));

    expect(name).toBe('baker');
    expect(report.changed).toContainEqual({ field: 'name', why: 'name-missing', from: '', to: 'baker' });
  });
});

describe('a picture from the web', () => {
  it('is used only with consent, and never another protocol or a secret', async () => {
    const addresses = ['https://pics.example/a.png', 'http://pics.example/a.png', 'file:///etc/passwd', 'none'];

    const read = await Promise.all(addresses.map((avatar) => readOne(json({ ...baker.data, extensions: {}, avatar }))));

    expect(read.map(({ draft }) => draft.withConsent?.['remote-picture'])).toEqual([
      { avatarUrl: 'https://pics.example/a.png' },
      undefined,
      undefined,
      undefined,
    ]);
  });
});
