import { FILE_LIMITS } from '../limits.ts';
import { ImportRefusal } from '../refusal.ts';
import { decodeText } from './read-json.ts';

/** RisuAI's locked cards begin so. */
const LOCKED = /^rcc\|\|/;

/** What a picture carries: base64 with or without line breaks, of either alphabet, or plain JSON. @throws ImportRefusal */
export function readCardText(carried: string): string {
  const trimmed = carried.trim();
  if (LOCKED.test(trimmed)) throw new ImportRefusal('locked');
  if (trimmed.length > FILE_LIMITS.cardBytes * 1.4) throw new ImportRefusal('too-large', '5 MB');
  if (trimmed.startsWith('{')) return trimmed;
  const bytes = Buffer.from(trimmed.replaceAll(/\s+/g, ''), 'base64');
  if (bytes.length > FILE_LIMITS.cardBytes) throw new ImportRefusal('too-large', '5 MB');
  return decodeText(bytes);
}
