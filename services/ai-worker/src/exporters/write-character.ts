import type { CharacterFormat, CharacterToExport } from '@tzurot/contracts';
import { FoundItem } from '@tzurot/contracts';
import { zipSync } from 'fflate';
import { characterCard } from '../importers/character-card/index.ts';
import { openFile } from '../importers/containers/index.ts';
import type { Document, Values } from '../importers/document.ts';
import { isUnedited, type Original, toV2, writeV3 } from './write-card.ts';
import { writePng } from './write-png.ts';

const ICON = 'assets/icon/images/main.png';

/**
 * A character as a file. One that was imported from a card and not edited since goes out byte for byte as it came in,
 * where it is asked for in the same format; else with everything that its card said and we have no place for.
 * @param originalBytes the file that it came from; null when there is none
 */
export async function writeCharacter(
  character: Omit<CharacterToExport, 'original' | 'slug'> & { sourceKey: string | null },
  format: CharacterFormat,
  originalBytes: Buffer | null,
): Promise<Buffer> {
  const found = originalBytes === null ? null : await findOriginal(originalBytes, character.sourceKey);
  if (found !== null && originalBytes !== null && isUnedited(character, found.original)) {
    if (found.document.container === format) return originalBytes;
    if (format === 'json') return Buffer.from(found.document.text);
  }
  const v3 = writeV3(character, found?.original ?? null);
  const picture = character.pngBase64 === null ? null : Buffer.from(character.pngBase64, 'base64');
  if (format === 'json') return Buffer.from(JSON.stringify(v3, null, 2));
  if (format === 'png') return writePng(picture, { ccv3: JSON.stringify(v3), chara: JSON.stringify(toV2(v3)) });
  return Buffer.from(zipSync(withIcon(v3, picture), { level: 6 }));
}

/** The card in a file that was read before; null when it came in another format than a card's. */
async function findOriginal(
  bytes: Buffer,
  sourceKey: string | null,
): Promise<{ original: Original; document: Document } | null> {
  for (const document of await openFile(bytes, 'original').catch(() => [])) {
    if (characterCard.recognise(document) === null) continue;
    for (const { picture: _, ...item } of characterCard.read(document)) {
      if (item.kind !== 'character' || item.sourceKey !== sourceKey) continue;
      const { draft } = FoundItem.parse(item);
      if (draft.kind === 'character') return { document, original: { draft, value: document.value as Values } };
    }
  }
  return null;
}

function withIcon(v3: object, picture: Buffer | null): Record<string, Uint8Array> {
  const { data, ...rest } = v3 as { data: Values };
  const assets = [{ type: 'icon', name: 'main', uri: `embeded://${ICON}`, ext: 'png' }];
  const card = picture === null ? v3 : { ...rest, data: { ...data, assets } };
  return {
    'card.json': new TextEncoder().encode(JSON.stringify(card)),
    ...(picture !== null && { [ICON]: new Uint8Array(picture) }),
  };
}
