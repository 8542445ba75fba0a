import { CharacterCard, FoundItem, type ImportDraft } from '@tzurot/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile } from '../importers/read-file.ts';
import { baker, base64, png, textChunk } from '../importers/testing/make-files.ts';
import { writeCharacter } from './write-character.ts';

const FORMATS = ['png', 'json', 'charx'] as const;

/** As it would stand in the database after an import in which everything was allowed, or nothing. */
async function importOf(bytes: Buffer, { isAllowed = true } = {}) {
  const { found } = await readFile(bytes, 'card');
  const { picture: _, ...item } = found.find(({ kind }) => kind === 'character') ?? { picture: null };
  const { draft, sourceKey } = FoundItem.parse(item);
  const { card, authorNote, talkativeness, withConsent } = draft as Extract<ImportDraft, { kind: 'character' }>;
  const consented = isAllowed ? withConsent['system-prompt'] : {};
  return {
    card: CharacterCard.parse({ ...card, ...consented }),
    authorNote,
    talkativeness,
    sourceKey,
    pngBase64: png().toString('base64'),
  };
}

const originals = {
  png: png(textChunk('chara', base64(baker)), textChunk('other', 'kept')),
  json: Buffer.from(`\uFEFF${JSON.stringify(baker, null, 3)}\r\n`),
};

describe('a card that nobody edited', () => {
  it.each(['png', 'json'] as const)('goes out as %s byte for byte as it came in', async (format) => {
    const bytes = originals[format];

    for (const isAllowed of [true, false]) {
      const written = await writeCharacter(await importOf(bytes, { isAllowed }), format, bytes);
      expect(written.equals(bytes)).toBe(true);
    }
  });

  it.each(FORMATS)('keeps in another format (%s) what we have no place for', async (format) => {
    const from = format === 'json' ? originals.png : originals.json;

    const written = await writeCharacter(await importOf(from), format, from);
    const again = await readFile(written, 'again');

    expect(again.found[0]?.report.ignored).toContainEqual({ field: 'data.extensions.dev/unknown', why: 'unknown' });
    expect((await importOf(written)).card).toEqual((await importOf(from)).card);
  });
});

it('a card that was edited keeps the rest of its original', async () => {
  const now = await importOf(originals.json);
  const edited = { ...now, card: { ...now.card, description: 'New.' } };

  const { data } = JSON.parse((await writeCharacter(edited, 'json', originals.json)).toString()) as typeof baker;

  expect(data).toMatchObject({
    description: 'New.',
    first_mes: 'Morning, {{user}}!',
    extensions: { 'dev/unknown': { keep: true } },
  });
});

it.each(FORMATS)('whatever a character made here says comes back from %s', async (format) => {
  const words = fc.string({ unit: 'grapheme', maxLength: 40 });
  const cards = fc.record({
    name: fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '漢'), minLength: 1, maxLength: 20 }),
    description: words,
    personality: words,
    scenario: words,
    greeting: words,
    examples: words,
    creatorNotes: words,
    systemPrompt: words,
    postHistory: words,
    alternateGreetings: fc.array(
      words.filter((text) => text.trim() !== ''),
      { maxLength: 3 },
    ),
  });

  await fc.assert(
    fc.asyncProperty(cards, fc.integer({ min: 0, max: 100 }), async (fields, talkativeness) => {
      const card = CharacterCard.parse(fields);
      const made = { card, talkativeness, authorNote: null, sourceKey: null, pngBase64: null };

      const first = await importOf(await writeCharacter(made, format, null));

      expect(first.card).toEqual(card);
      expect(first.talkativeness).toBe(talkativeness);
    }),
    { numRuns: 40 },
  );
});
