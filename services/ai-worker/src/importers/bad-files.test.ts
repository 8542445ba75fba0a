import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { readApart } from './apart/index.ts';
import { readFile } from './read-file.ts';
import { baker, base64, chunk, packedTextChunk, png, textChunk } from './testing/make-files.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const card = utf8(JSON.stringify(baker));
const nested = (levels: number) => Buffer.from(`{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`);

/** A zip whose entries have a bit set that says that they are encrypted. */
function encrypted(): Buffer {
  const zip = Buffer.from(zipSync({ 'card.json': card }));
  zip.writeUInt16LE(zip.readUInt16LE(6) | 1, 6);
  const directory = zip.lastIndexOf(Buffer.from('504b0102', 'hex'));
  zip.writeUInt16LE(zip.readUInt16LE(directory + 8) | 1, directory + 8);
  return zip;
}

/** A zip that says that its entry is smaller than it is. */
function lying(): Buffer {
  const zip = Buffer.from(zipSync({ 'card.json': card }));
  zip.writeUInt32LE(10, 22);
  zip.writeUInt32LE(10, zip.lastIndexOf(Buffer.from('504b0102', 'hex')) + 24);
  return zip;
}

it.each<[string, Buffer, string]>([
  ['is empty', Buffer.alloc(0), 'empty'],
  ['is a signature only', png().subarray(0, 8), 'no-card'],
  ['is a picture without a card', png(), 'no-card'],
  ['is cut in a chunk', png(textChunk('chara', base64(baker))).subarray(0, 200), 'truncated'],
  [
    'says that a chunk is longer than the file',
    Buffer.concat([png().subarray(0, 8), Buffer.from('ffffffff74455874', 'hex'), Buffer.alloc(8)]),
    'truncated',
  ],
  ['has 20,000 chunks', png(...Array.from({ length: 20_000 }, () => chunk('aaAa', Buffer.alloc(0)))), 'too-many'],
  ['has a chunk that unpacks to 50 MB', png(packedTextChunk('chara', 'A'.repeat(50_000_000))), 'unpacked-too-large'],
  ['is locked', png(textChunk('chara', 'rcc||rccv1||abc')), 'locked'],
  ['carries no JSON', png(textChunk('chara', 'QUJD')), 'not-json'],
  ['carries base64 twice', png(textChunk('chara', Buffer.from(base64(baker)).toString('base64'))), 'not-json'],
  ['is nested 60,000 deep', nested(60_000), 'too-deep'],
  ['is a cut JSON', Buffer.from('{"name":"x'), 'not-json'],
  ['is nothing that we know', Buffer.from('{"hello":1}'), 'unknown-format'],
  ['is text', Buffer.from('Dear diary'), 'unknown-format'],
  ['is a cut zip', Buffer.from(zipSync({ 'card.json': card })).subarray(0, 100), 'truncated'],
  ['is an encrypted zip', encrypted(), 'encrypted'],
  ['is a zip that lies about sizes', lying(), 'damaged'],
  [
    'is a zip that unpacks to a thousand times its size',
    Buffer.from(zipSync({ 'card.json': new Uint8Array(4_000_000) })),
    'unpacked-too-large',
  ],
  [
    'is a zip of 3,000 files',
    Buffer.from(zipSync(Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`${index}.json`, card])))),
    'too-many',
  ],
  ['is a zip in a zip', Buffer.from(zipSync({ 'inner.zip': zipSync({ 'card.json': card }) })), 'no-card'],
  [
    'is a YAML whose aliases multiply',
    Buffer.from(
      `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefgh'
        .split('')
        .map((key, index) => `${key}: &${key} [${`*${'abcdefgh'[index]},`.repeat(9)}1]`)
        .join('\n')}`,
    ),
    'unknown-format',
  ],
])('a file that %s is refused with a reason', async (_what, bytes, problem) => {
  expect(await readFile(bytes, 'file')).toMatchObject({ problem, found: [] });
});

it('entries that lead out of a zip are left out, and the card beside them is read', async () => {
  const zip = Buffer.from(
    zipSync({ '../../evil.json': card, '/abs.json': card, '__proto__/x.json': card, 'card.json': card }),
  );

  const { found, warnings } = await readFile(zip, 'slip.charx');

  expect(found).toHaveLength(1);
  expect(warnings).toEqual(['entries-refused']);
});

it('names that would change every object are left out', async () => {
  const text = JSON.stringify(baker).replace('"dev/unknown"', '"__proto__":{"polluted":true},"constructor":{},"x"');

  const { found, warnings } = await readFile(Buffer.from(text), 'proto.json');

  expect(found).toHaveLength(1);
  expect(warnings).toEqual(['forbidden-keys']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

it('a file is read in a thread of its own, with what it looks like', async () => {
  const bytes = png(textChunk('chara', base64(baker)));

  const contents = await readApart(bytes, 'baker.png', AbortSignal.timeout(20_000));

  expect(contents.found.map(({ name }) => name)).toEqual(['Baker']);
  expect(Buffer.from(contents.found[0]?.picture ?? []).equals(bytes)).toBe(true);
});

it('raw bytes that claim to be packed are damaged, not ours to mend', async () => {
  const raw = Buffer.concat([Buffer.from('chara\0\0', 'latin1'), deflateRawSync('x').subarray(0, 1)]);

  expect(await readFile(png(chunk('zTXt', raw)), 'x.png')).toMatchObject({ problem: 'damaged' });
});
