import { MAX_PERSONAS_PER_USER, PersonaDraft } from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';
import { withConsents } from '../draft-text.ts';
import type { DraftOf, Maker } from './maker.ts';
import { requireRoom } from './require-room.ts';

export const personaMaker: Maker<DraftOf<'persona'>> = {
  async make(drafts, { tx, userId, consents }) {
    requireRoom('persona', MAX_PERSONAS_PER_USER, await tx.persona.count({ where: { userId } }), drafts.length);
    const rows = drafts.map((draft) => ({ id: uuidV7(), userId, ...withConsents(draft, consents).persona }));
    await tx.persona.createMany({ data: rows });
    return rows.map(({ id }) => id);
  },

  async replace(id, draft, { tx, userId, consents }) {
    const before = await tx.persona.findFirst({ where: { id, userId } });
    if (before === null) return null;
    await tx.persona.update({ where: { id }, data: withConsents(draft, consents).persona });
    return PersonaDraft.parse(before);
  },

  async restore(id, before, { tx, userId }) {
    const data = PersonaDraft.safeParse(before);
    if (!data.success) return false;
    const { count } = await tx.persona.updateMany({ where: { id, userId }, data: data.data });
    return count > 0;
  },

  async remove(ids, { tx, userId }) {
    const others = await tx.persona.findFirst({
      where: { userId, id: { notIn: [...ids] } },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    // Everybody has a persona, and one of them is the default.
    const gone = others === null ? ids.slice(1) : [...ids];
    await tx.user.updateMany({
      where: { id: userId, defaultPersonaId: { in: [...gone] } },
      data: { defaultPersonaId: others?.id ?? ids[0] ?? null },
    });
    const { count } = await tx.persona.deleteMany({ where: { userId, id: { in: [...gone] } } });
    return count;
  },
};
