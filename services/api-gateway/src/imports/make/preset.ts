import { MAX_PRESETS_PER_USER, PresetDraft } from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';
import { placeholderPreset } from '../../turns/choose-preset.ts';
import type { DraftOf, Maker, Work } from './maker.ts';
import { requireRoom } from './require-room.ts';

type Draft = DraftOf<'preset'>;

export const presetMaker: Maker<Draft> = {
  async make(drafts, work) {
    const { tx, userId: ownerId } = work;
    requireRoom('preset', MAX_PRESETS_PER_USER, await tx.preset.count({ where: { ownerId } }), drafts.length);
    const model = await readModel(work);
    const rows = drafts.map((draft) => ({ id: uuidV7(), ownerId, ...complete(draft, model) }));
    await tx.preset.createMany({ data: rows });
    return rows.map(({ id }) => id);
  },

  async replace(id, draft, work) {
    const before = await work.tx.preset.findFirst({ where: { id, ownerId: work.userId } });
    if (before === null) return null;
    await work.tx.preset.update({ where: { id }, data: complete(draft, before) });
    return PresetDraft.parse(before);
  },

  async restore(id, before, { tx, userId }) {
    const data = PresetDraft.safeParse(before);
    if (!data.success) return false;
    const { count } = await tx.preset.updateMany({ where: { id, ownerId: userId }, data: data.data });
    return count > 0;
  },

  async remove(ids, { tx, userId }) {
    const { count } = await tx.preset.deleteMany({ where: { ownerId: userId, id: { in: [...ids] } } });
    return count;
  },
};

interface Model {
  vendor: string;
  model: string;
}

/** A preset whose file names no model talks with the one that its owner talks with now. */
async function readModel({ tx, ctx, userId }: Work): Promise<Model> {
  const select = { vendor: true, model: true } as const;
  const user = await tx.user.findUnique({ where: { id: userId }, select: { defaultPreset: { select } } });
  if (user?.defaultPreset) return user.defaultPreset;
  const global = await tx.preset.findFirst({ where: { isGlobalDefault: true }, select });
  return global ?? placeholderPreset(ctx.vendors);
}

function complete({ preset }: Draft, { vendor, model }: Model): PresetDraft {
  const hasModel = preset.vendor !== null && preset.model !== null;
  return hasModel
    ? { ...preset, vendor: preset.vendor ?? vendor, model: preset.model ?? model }
    : { ...preset, vendor, model };
}
