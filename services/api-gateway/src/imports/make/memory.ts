import { type Imported, keepImported } from '../../memory/keep-imported.ts';
import { findCharacters } from './find-characters.ts';
import type { DraftOf, Maker } from './maker.ts';

/** Memories are their owner's alone unless they open them, and nothing replaces one. */
export const memoryMaker: Maker<DraftOf<'memory'>> = {
  async make(drafts, work) {
    const { tx, caller, userId, importId, consents } = work;
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { defaultPersonaId: true } });
    const personaId = user.defaultPersonaId;
    if (personaId === null) return drafts.map(() => null);
    const owners = await findCharacters(drafts, work);
    const known = drafts.flatMap((draft, index): { index: number; memory: Imported }[] => {
      const characterId = owners.get(draft.ofCharacter);
      return characterId === undefined ? [] : [{ index, memory: { ...draft, characterId, at: new Date(draft.at) } }];
    });
    const isPortable = consents.includes('share-memories');
    const kept = await keepImported(
      tx,
      known.map(({ memory }) => memory),
      { personaId, personId: caller.id, importId, isPortable },
    );
    const ids = drafts.map((): string | null => null);
    for (const [place, { index }] of known.entries()) ids[index] = kept[place] ?? null;
    return ids;
  },

  replace: async () => null,
  restore: async () => false,

  async remove(ids, { tx }) {
    const { count } = await tx.memoryItem.deleteMany({ where: { id: { in: [...ids] } } });
    return count;
  },
};
