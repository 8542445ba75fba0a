import { CharacterCard, PICTURE_EXTENSIONS, type PictureType, Talkativeness } from '@tzurot/contracts';
import { z } from 'zod';
import { nextVersion } from '../../address-book/address-book.ts';
import { insert } from '../../characters/characters.ts';
import { ownAliases } from '../../characters/own-names.ts';
import { readBytes } from '../../files/files.ts';
import { StoredNote, toStored } from '../../notes/author-notes.ts';
import { dropUnused, keepPicture } from '../../pictures/keep-picture.ts';
import { withConsents } from '../draft-text.ts';
import type { DraftOf, Maker, Work } from './maker.ts';

type Draft = DraftOf<'character'>;

const Before = CharacterCard.extend({
  talkativeness: Talkativeness,
  avatarUrl: z.string().nullable(),
  authorNote: StoredNote,
  pictureId: z.string().nullable(),
});

/** New ones are private. */
export const characterMaker: Maker<Draft> = {
  async make(drafts, work) {
    const { tx, userId, botNames } = work;
    const ids: string[] = [];
    for (const draft of drafts) {
      const { card, avatarUrl, talkativeness, ...rest } = await readDraft(draft, work);
      const made = { ...card, avatarUrl, talkativeness, isPublic: false };
      const { id, version } = await insert(tx, userId, made, botNames);
      await tx.character.update({ where: { id }, data: rest });
      work.readdressed.push({ characterId: id, version, isGone: false });
      ids.push(id);
    }
    return ids;
  },

  async replace(id, draft, work) {
    const row = await work.tx.character.findUnique({ where: { id, deletedAt: null } });
    if (row === null) return null;
    const { card, ...rest } = await readDraft(draft, work);
    const { pictureId, avatarUrl, ...others } = rest;
    // Without a picture in its file a character keeps the one it has.
    const looks = pictureId === null ? {} : { pictureId };
    await write(id, { ...card, ...others, ...looks, ...(avatarUrl !== null && { avatarUrl }) }, work);
    return Before.parse(row);
  },

  async restore(id, before, work) {
    const parsed = Before.safeParse(before);
    const isThere = (await work.tx.character.count({ where: { id } })) > 0;
    if (!parsed.success || !isThere) return false;
    const { authorNote, pictureId, ...rest } = parsed.data;
    const isKept = pictureId !== null && (await work.tx.picture.count({ where: { id: pictureId } })) > 0;
    await write(id, { ...rest, authorNote: toStored(authorNote), pictureId: isKept ? pictureId : null }, work);
    return true;
  },

  async remove(ids, { tx, readdressed }) {
    const rows = await tx.character.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, pictureId: true },
    });
    await tx.character.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    await dropUnused(
      tx,
      rows.map(({ pictureId }) => pictureId),
    );
    await tx.loreAttachment.deleteMany({ where: { target: 'character', targetId: { in: rows.map(({ id }) => id) } } });
    for (const { id } of rows) {
      readdressed.push({ characterId: id, version: await nextVersion(tx), isGone: true });
    }
    return rows.length;
  },
};

async function readDraft(draft: Draft, { tx, userId, consents }: Work) {
  const { card, talkativeness, authorNote, pictureFileId } = withConsents(draft, consents);
  const remote = consents.includes('remote-picture') ? draft.withConsent['remote-picture'] : undefined;
  return {
    card,
    talkativeness,
    avatarUrl: remote?.avatarUrl ?? null,
    authorNote: toStored(authorNote),
    pictureId: pictureFileId === null ? null : await keepFile(pictureFileId, userId, tx),
  };
}

/** The file was made small enough when it was read. */
async function keepFile(fileId: string, userId: string, tx: Work['tx']): Promise<string | null> {
  const file = await tx.storedFile.findFirst({ where: { id: fileId, ownerId: userId }, select: { filename: true } });
  const extension = file?.filename.split('.').at(-1);
  const known = Object.entries(PICTURE_EXTENSIONS).find(([, each]) => each === extension);
  if (known === undefined) return null;
  return keepPicture(tx, userId, { bytes: await readBytes(tx, fileId), contentType: known[0] as PictureType });
}

/** Its short name stays; the name by which it is called follows. */
async function write(
  id: string,
  data: CharacterCard & Parameters<Work['tx']['character']['update']>[0]['data'],
  { tx, readdressed }: Work,
): Promise<void> {
  const row = await tx.character.update({ where: { id }, data });
  await tx.alias.deleteMany({ where: { characterId: id, source: 'name' } });
  const own = ownAliases(row).filter(({ source }) => source === 'name');
  await tx.alias.createMany({ data: own.map((alias) => ({ ...alias, characterId: id })) });
  readdressed.push({ characterId: id, version: await nextVersion(tx), isGone: false });
}
