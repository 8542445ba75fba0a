import type { Caller, RouteOutput, undoImport } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { lockUser, transaction } from '../database/transaction.ts';
import { tellReaddressed } from './commit.ts';
import { requireImport } from './imports.ts';
import { makers } from './make/index.ts';
import type { Work } from './make/maker.ts';

/** Deletes what an import made, whatever became of it, and puts back what it replaced. Its files go too. */
export async function undo(
  caller: Caller,
  importId: string,
  ctx: GatewayContext,
): Promise<RouteOutput<typeof undoImport>> {
  const { userId } = await requireImport(ctx.prisma, caller, importId);
  const { readdressed, ...counts } = await transaction(ctx.prisma, async (tx) => {
    await lockUser(tx, userId);
    const { state, consents } = await requireImport(tx, caller, importId);
    const work: Work = { tx, ctx, caller, userId, importId, consents, botNames: [], readdressed: [] };
    const result = { deleted: 0, restored: 0, gone: 0, readdressed: work.readdressed };
    if (state === 'undone') return result;
    if (state !== 'done')
      throw new AppError('conflict', `import ${importId} is ${state}`, { reason: 'import-not-ready' });
    const items = await tx.importItem.findMany({ where: { importId, outcome: { in: ['made', 'replaced'] } } });
    // What belongs to a character goes before it.
    for (const { kind, maker, column } of makers.toReversed()) {
      const ours = items.filter((item) => item.kind === kind);
      const made = ours.filter(({ outcome }) => outcome === 'made');
      const ids = made.flatMap((item) => item[column] ?? []);
      const deleted = ids.length === 0 ? 0 : await maker.remove(ids, work);
      result.deleted += deleted;
      result.gone += made.length - deleted;
      for (const item of ours.filter(({ outcome }) => outcome === 'replaced')) {
        const id = item[column];
        if (id !== null && (await maker.restore(id, item.before, work))) result.restored += 1;
        else result.gone += 1;
      }
    }
    await tx.storedFile.deleteMany({ where: { importId } });
    await tx.import.update({ where: { id: importId }, data: { state: 'undone' } });
    return result;
  });
  await tellReaddressed(readdressed, ctx);
  return counts;
}
