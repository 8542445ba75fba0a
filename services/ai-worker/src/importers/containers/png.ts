import { crc32, inflateSync } from 'node:zlib';
import type { Document } from '../document.ts';
import { FILE_LIMITS } from '../limits.ts';
import { ImportRefusal } from '../refusal.ts';
import { readCardText } from './read-card-text.ts';
import { readJson } from './read-json.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Keywords that carry something to import, the best first. Compared without case, as old editors wrote them. */
const KEYWORDS = ['ccv3', 'chara', 'naidata'] as const;
type Keyword = (typeof KEYWORDS)[number];

export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);

/**
 * The card in a PNG or APNG. Chunks are read by hand: what reads pictures drops these chunks, and what reads chunks
 * refuses checksums that editors left wrong.
 * @throws ImportRefusal
 */
export function readPng(bytes: Buffer, filename: string): Document {
  const found = new Map<Keyword, { type: string; data: Buffer; isSound: boolean }>();
  let at = SIGNATURE.length;
  for (let count = 0; at + 12 <= bytes.length; count += 1) {
    if (count >= FILE_LIMITS.pngChunks) throw new ImportRefusal('too-many', `${FILE_LIMITS.pngChunks} PNG chunks`);
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw new ImportRefusal('truncated');
    if (['tEXt', 'zTXt', 'iTXt'].includes(type)) {
      const data = bytes.subarray(at + 8, end);
      const keyword = keywordOf(data);
      // The first of a keyword is the one that programs show.
      if (keyword !== undefined && !found.has(keyword)) {
        found.set(keyword, { type, data, isSound: crc32(bytes.subarray(at + 4, end)) === bytes.readUInt32BE(end) });
      }
    }
    at = end + 4;
    if (type === 'IEND') break;
  }
  const best = KEYWORDS.map((keyword) => found.get(keyword)).find((chunk) => chunk !== undefined);
  if (best === undefined)
    throw new ImportRefusal(at < bytes.length && at + 12 > bytes.length ? 'truncated' : 'no-card');
  const document: Document = { filename, container: 'png', value: null, text: '', picture: bytes, warnings: [] };
  if (!best.isSound) document.warnings.push('checksum');
  document.text = readCardText(textOf(best));
  document.value = readJson(document.text, document.warnings);
  return document;
}

function keywordOf(data: Buffer): Keyword | undefined {
  const end = data.indexOf(0);
  if (end < 1 || end > 79) return undefined;
  const keyword = data.toString('latin1', 0, end).toLowerCase();
  return KEYWORDS.find((known) => known === keyword);
}

/** Source: PNG specification, "Textual information". */
function textOf({ type, data }: { type: string; data: Buffer }): string {
  const start = data.indexOf(0) + 1;
  if (type === 'tEXt') return data.toString('latin1', start);
  if (type === 'zTXt') return inflate(data.subarray(start + 1)).toString('latin1');
  const isPacked = data[start] === 1;
  const languageEnd = data.indexOf(0, start + 2);
  const translatedEnd = languageEnd === -1 ? -1 : data.indexOf(0, languageEnd + 1);
  if (translatedEnd === -1) throw new ImportRefusal('damaged');
  const content = data.subarray(translatedEnd + 1);
  return (isPacked ? inflate(content) : content).toString('utf8');
}

function inflate(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: FILE_LIMITS.cardBytes * 2 });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw new ImportRefusal(isTooLarge ? 'unpacked-too-large' : 'damaged', isTooLarge ? '10 MB' : '');
  }
}
