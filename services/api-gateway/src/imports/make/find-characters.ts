import type { Work } from './maker.ts';

/** The characters that drafts name, by the name they give; null stands for the one that the person named. */
export async function findCharacters(
  drafts: readonly { ofCharacter: string | null }[],
  { tx, userId, importId }: Work,
): Promise<Map<string | null, string>> {
  const owners = new Map<string | null, string>();
  const keys = new Set(drafts.flatMap(({ ofCharacter }) => (ofCharacter === null ? [] : [ofCharacter])));
  const links = await tx.importItem.findMany({
    where: { userId, kind: 'character', sourceKey: { in: [...keys] }, character: { deletedAt: null } },
    select: { sourceKey: true, characterId: true },
    orderBy: { id: 'asc' },
  });
  for (const { sourceKey, characterId } of links) if (characterId !== null) owners.set(sourceKey, characterId);
  const { characterId } = await tx.import.findUniqueOrThrow({ where: { id: importId }, select: { characterId: true } });
  if (characterId !== null) owners.set(null, characterId);
  return owners;
}
