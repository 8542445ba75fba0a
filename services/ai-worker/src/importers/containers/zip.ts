import { type Entry, fromBufferPromise, validateFileName, type ZipFile } from 'yauzl';
import type { Document, Warning } from '../document.ts';
import { isValues } from '../document.ts';
import { FILE_LIMITS } from '../limits.ts';
import { ImportRefusal } from '../refusal.ts';
import { decodeText, readJson } from './read-json.ts';

const CARD = 'card.json';
const END_OF_DIRECTORY = Buffer.from('504b0506', 'hex');

export const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(Buffer.from('504b0304', 'hex'));

/** Where a zip lies at the end of another file, as RisuAI writes it behind a JPEG; null when there is none. */
export function findZip(bytes: Buffer): Buffer | null {
  const end = bytes.lastIndexOf(END_OF_DIRECTORY);
  if (end === -1 || end + 22 > bytes.length) return null;
  const start = end - bytes.readUInt32LE(end + 12) - bytes.readUInt32LE(end + 16);
  if (start > 0 && isZip(bytes.subarray(start))) return bytes.subarray(start);
  return start <= 0 ? bytes : null;
}

/**
 * The card of a charx with its main picture; or, in a zip without one, every JSON file at any depth of folders. Entries
 * are streamed and nothing is written anywhere; a zip inside is not opened. @throws ImportRefusal
 */
export async function readZip(
  bytes: Buffer,
  filename: string,
  container: 'charx' | 'jpeg' = 'charx',
): Promise<Document[]> {
  const warnings: Warning[] = [];
  const zip = await openZip(bytes);
  try {
    const entries = await listEntries(zip, warnings);
    const card = entries.get(CARD);
    if (card !== undefined) return [await readCharx(zip, card, entries, { filename, container, warnings })];
    const documents: Document[] = [];
    for (const [name, entry] of entries) {
      if (!/\.json$/i.test(name)) continue;
      if (documents.length >= FILE_LIMITS.zipDocuments) {
        throw new ImportRefusal('too-many', `${FILE_LIMITS.zipDocuments} JSON files`);
      }
      const text = decodeText(await readEntry(zip, entry, FILE_LIMITS.cardBytes));
      documents.push({
        filename: name,
        container: 'json',
        value: readJson(text, warnings),
        text,
        picture: null,
        warnings,
      });
    }
    if (documents.length === 0) throw new ImportRefusal('no-card');
    return documents;
  } finally {
    zip.close();
  }
}

async function readCharx(
  zip: ZipFile,
  card: Entry,
  entries: ReadonlyMap<string, Entry>,
  { filename, container, warnings }: Pick<Document, 'filename' | 'container' | 'warnings'>,
): Promise<Document> {
  const text = decodeText(await readEntry(zip, card, FILE_LIMITS.cardBytes));
  const value = readJson(text, warnings);
  const icon = entries.get(mainIcon(value) ?? '');
  const picture = icon === undefined ? null : await readEntry(zip, icon, FILE_LIMITS.pictureBytes).catch(() => null);
  return { filename, container, value, text, picture, warnings };
}

/** The entry that holds the character's picture; the specification spells the scheme `embeded`. */
function mainIcon(card: unknown): string | null {
  const data = isValues(card) ? card['data'] : null;
  const assets = isValues(data) ? data['assets'] : null;
  if (!Array.isArray(assets)) return null;
  const icons = assets
    .filter((asset) => isValues(asset) && asset['type'] === 'icon')
    .map((asset) => asset as { name?: unknown; uri?: unknown });
  const main = icons.find(({ name }) => name === 'main') ?? icons[0];
  const uri = typeof main?.uri === 'string' ? main.uri : '';
  return /^embedd?ed:\/\/(.+)$/.exec(uri)?.[1] ?? null;
}

async function openZip(bytes: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(bytes, {
      lazyEntries: true,
      // Names are judged one by one below, so that one bad entry does not cost the others.
      decodeStrings: false,
      validateEntrySizes: true,
    });
  } catch {
    throw new ImportRefusal('truncated');
  }
}

/** By name; the first of a name counts. */
async function listEntries(zip: ZipFile, warnings: Warning[]): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > FILE_LIMITS.zipEntries) {
    throw new ImportRefusal('too-many', `${FILE_LIMITS.zipEntries} files in a zip`);
  }
  try {
    for await (const entry of zip.eachEntry()) {
      const name = (entry.fileName as unknown as Buffer).toString('utf8');
      const isSafe = validateFileName(name) === null && !name.includes('\0') && !name.split('/').includes('__proto__');
      if (isSafe && !entries.has(name)) entries.set(name, entry);
      else if (!warnings.includes('entries-refused')) warnings.push('entries-refused');
    }
  } catch {
    throw new ImportRefusal('damaged');
  }
  return entries;
}

async function readEntry(zip: ZipFile, entry: Entry, maxBytes: number): Promise<Buffer> {
  const { generalPurposeBitFlag, uncompressedSize, compressedSize } = entry;
  // Source: PKWARE APPNOTE 4.4.4, bit 0.
  if ((generalPurposeBitFlag & 1) === 1) throw new ImportRefusal('encrypted');
  const isBomb = uncompressedSize > 1_048_576 && uncompressedSize > compressedSize * FILE_LIMITS.zipRatio;
  if (uncompressedSize > maxBytes || isBomb) {
    throw new ImportRefusal('unpacked-too-large', `${Math.floor(maxBytes / 1_048_576)} MB`);
  }
  const stream = await zip.openReadStreamPromise(entry).catch(() => {
    throw new ImportRefusal('damaged');
  });
  const pieces: Buffer[] = [];
  let seenBytes = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      seenBytes += piece.length;
      if (seenBytes > maxBytes) throw new ImportRefusal('unpacked-too-large', `${Math.floor(maxBytes / 1_048_576)} MB`);
      pieces.push(piece);
    }
  } catch (error) {
    throw error instanceof ImportRefusal ? error : new ImportRefusal('damaged');
  }
  return Buffer.concat(pieces);
}
