import ExifReader from 'exifreader';
import type { Document } from '../document.ts';
import { ImportRefusal } from '../refusal.ts';
import { readCardText } from './read-card-text.ts';
import { readJson } from './read-json.ts';

export const isWebp = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';

/** How a comment says that it is plain text. Source: Exif 2.3, "UserComment". */
const ASCII = Buffer.from('ASCII\0\0\0', 'latin1');

/** The card in the Exif comment of a WEBP. @throws ImportRefusal */
export function readWebp(bytes: Buffer, filename: string): Document {
  let comment: unknown;
  try {
    comment = (ExifReader.load(bytes) as Record<string, { value?: unknown } | undefined>)['UserComment']?.value;
  } catch {
    throw new ImportRefusal('no-card');
  }
  if (!Array.isArray(comment) && typeof comment !== 'string') throw new ImportRefusal('no-card');
  const raw = typeof comment === 'string' ? Buffer.from(comment) : Buffer.from(comment as number[]);
  const content = raw.subarray(0, ASCII.length).equals(ASCII) ? raw.subarray(ASCII.length) : raw;
  const document: Document = { filename, container: 'webp', value: null, text: '', picture: bytes, warnings: [] };
  document.text = readCardText(content.toString('utf8'));
  document.value = readJson(document.text, document.warnings);
  return document;
}
