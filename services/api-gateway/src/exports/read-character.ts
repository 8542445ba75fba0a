import { CharacterCard, FILE_PART_BYTES, type RouteOutput, type readCharacterToExport } from '@tzurot/contracts';
import { requireOwned } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { StoredNote } from '../notes/author-notes.ts';

/** @throws as `requireOwned` */
export async function readCharacter(
  { characterId, ownerId }: { characterId: string; ownerId: string },
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<RouteOutput<typeof readCharacterToExport>> {
  await requireOwned(prisma, { id: ownerId, isOperator: false }, characterId);
  const row = await prisma.character.findUniqueOrThrow({ where: { id: characterId }, include: { picture: true } });
  const [item] = await prisma.importItem.findMany({
    where: { characterId, userId: row.ownerId, from: { state: 'done' } },
    include: { from: { include: { kept: true } } },
    orderBy: { id: 'desc' },
    take: 1,
  });
  const files = item?.from.files as { fileId?: string | null }[] | undefined;
  const kept = item?.from.kept.find(({ id }) => id === files?.[item.fileNumber]?.fileId);
  return {
    slug: row.slug,
    card: CharacterCard.parse(row),
    talkativeness: row.talkativeness,
    authorNote: StoredNote.parse(row.authorNote),
    pngBase64: row.picture === null ? null : await toPng(row.picture.bytes),
    original:
      item === undefined || kept === undefined
        ? null
        : {
            sourceKey: item.sourceKey,
            file: {
              id: kept.id,
              filename: kept.filename,
              sizeBytes: kept.sizeBytes,
              parts: Math.ceil(kept.sizeBytes / FILE_PART_BYTES),
            },
          },
  };
}

/** Cards travel in PNGs, whatever the picture is kept as. */
async function toPng(bytes: Uint8Array): Promise<string> {
  const { default: sharp } = await import('sharp');
  return (await sharp(bytes).png().toBuffer()).toString('base64');
}
