import { MAX_BOOKS_PER_TARGET, MAX_LOREBOOKS_PER_USER } from '@tzurot/contracts';
import { addEntries } from '../../lorebooks/entries.ts';
import { addBook } from '../../lorebooks/lorebooks.ts';
import { findCharacters } from './find-characters.ts';
import type { DraftOf, Maker, Work } from './maker.ts';
import { requireRoom } from './require-room.ts';

/** A book that came with a character is told to it. */
export const lorebookMaker: Maker<DraftOf<'lorebook'>> = {
  async make(drafts, work) {
    const { tx, userId: ownerId } = work;
    requireRoom('lorebook', MAX_LOREBOOKS_PER_USER, await tx.lorebook.count({ where: { ownerId } }), drafts.length);
    const characters = await findCharacters(drafts, work);
    const ids: string[] = [];
    for (const { book, ofCharacter } of drafts) {
      const id = await addBook(tx, ownerId, book);
      const characterId = ofCharacter === null ? undefined : characters.get(ofCharacter);
      if (characterId !== undefined) await attach(id, characterId, work);
      ids.push(id);
    }
    return ids;
  },

  async replace(id, { book: { entries, ...book } }, { tx, userId }) {
    const before = await tx.lorebook.findFirst({ where: { id, ownerId: userId }, include: { entries: true } });
    if (before === null) return null;
    await tx.lorebook.update({ where: { id }, data: { ...book, version: { increment: 1 } } });
    await tx.loreEntry.deleteMany({ where: { bookId: id } });
    await addEntries(tx, id, entries);
    const { name, description, settings, rest } = before;
    return { book: { name, description, settings, rest }, entries: before.entries };
  },

  async restore(id, before, { tx, userId }) {
    const { book, entries } = before as { book: object; entries: { facts: object }[] };
    const data = { ...book, version: { increment: 1 } };
    const { count } = await tx.lorebook.updateMany({ where: { id, ownerId: userId }, data });
    if (count === 0) return false;
    await tx.loreEntry.deleteMany({ where: { bookId: id } });
    await tx.loreEntry.createMany({ data: entries as never });
    return true;
  },

  async remove(ids, { tx, userId }) {
    const { count } = await tx.lorebook.deleteMany({ where: { ownerId: userId, id: { in: [...ids] } } });
    return count;
  },
};

/** Left out where the character is told as many as it may be: its owner can attach it to something else. */
async function attach(bookId: string, targetId: string, { tx }: Work): Promise<void> {
  const target = 'character';
  if ((await tx.loreAttachment.count({ where: { target, targetId } })) >= MAX_BOOKS_PER_TARGET) return;
  await tx.loreAttachment.create({ data: { bookId, target, targetId } });
}
