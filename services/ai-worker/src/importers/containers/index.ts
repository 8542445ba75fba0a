import { MAX_FILE_BYTES } from '@tzurot/contracts';
import type { Document } from '../document.ts';
import { ImportRefusal } from '../refusal.ts';
import { isPng, readPng } from './png.ts';
import { readText } from './text.ts';
import { isWebp, readWebp } from './webp.ts';
import { findZip, isZip, readZip } from './zip.ts';

/** What lies in a file, by its first bytes and never by its name. @throws ImportRefusal */
export async function openFile(bytes: Buffer, filename: string): Promise<Document[]> {
  if (bytes.length === 0) throw new ImportRefusal('empty');
  if (bytes.length > MAX_FILE_BYTES) throw new ImportRefusal('too-large', '16 MB');
  if (isPng(bytes)) return [readPng(bytes, filename)];
  if (isWebp(bytes)) return [readWebp(bytes, filename)];
  if (isZip(bytes)) return readZip(bytes, filename);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const zip = findZip(bytes);
    if (zip === null) throw new ImportRefusal('no-card');
    const documents = await readZip(zip, filename, 'jpeg');
    return documents.map((document) => ({ ...document, picture: document.picture ?? bytes }));
  }
  return [readText(bytes, filename)];
}
