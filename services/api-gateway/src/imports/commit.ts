import { type Caller, ImportDraft } from '@tzurot/contracts';
import { publishChange } from '../address-book/address-book.ts';
import { publish } from '../characters/characters.ts';
import { readBotNames } from '../characters/reserved-names.ts';
import type { GatewayContext } from '../context.ts';
import { lockUser, transaction } from '../database/transaction.ts';
import { requireImport, requireReady } from './imports.ts';
import { makers } from './make/index.ts';
import type { Work } from './make/maker.ts';
import { type Outcome, recordOutcomes } from './record-outcomes.ts';
import { chosen, readStandings, STANDING_COLUMNS } from './standings.ts';

/**
 * Makes what an import found, all of it or nothing; what is there already is looked at once more. Again changes nothing.
 * @throws AppError `limit-reached`, or `conflict` when there is nothing to commit
 */
export async function commit(caller: Caller, importId: string, ctx: GatewayContext): Promise<void> {
  const before = await requireImport(ctx.prisma, caller, importId);
  if (before.state === 'done') return;
  const botNames = await readBotNames(ctx);
  const readdressed = await transaction(ctx.prisma, async (tx) => {
    await lockUser(tx, before.userId);
    const row = await requireImport(tx, caller, importId);
    if (row.state === 'done') return [];
    const { userId, characterId, consents } = await requireReady(tx, caller, importId);
    const work: Work = { tx, ctx, caller, userId, importId, consents, botNames, readdressed: [] };
    const items = await tx.importItem.findMany({
      where: { importId },
      select: { ...STANDING_COLUMNS, draft: true },
      orderBy: { number: 'asc' },
    });
    const standings = await readStandings(tx, { userId, importId, characterId }, items);
    const planned = items.map((item) => {
      const standing = standings.get(item.number);
      return { item, choice: standing ? chosen(item, standing) : 'skip', targetId: standing?.targetId ?? null };
    });
    const pictures: string[] = [];
    for (const { kind, maker, column } of makers) {
      const ours = planned
        .filter(({ item, choice }) => item.kind === kind && choice !== 'skip')
        .map((plan) => ({ ...plan, draft: ImportDraft.parse(plan.item.draft) }));
      const outcomes: Outcome[] = [];
      const made = ours.filter(({ choice }) => choice === 'make');
      const drafts = made.map(({ draft }) => draft);
      const ids = drafts.length === 0 ? [] : await maker.make(drafts, work);
      for (const [place, { item }] of made.entries()) {
        const targetId = ids[place] ?? null;
        outcomes.push({ id: item.id, outcome: targetId === null ? 'skipped' : 'made', targetId, before: null });
      }
      for (const { item, draft, targetId } of ours.filter(({ choice }) => choice === 'replace')) {
        const stood = targetId === null ? null : await maker.replace(targetId, draft, work);
        outcomes.push(
          stood === null
            ? { id: item.id, outcome: 'gone', targetId: null, before: null }
            : { id: item.id, outcome: 'replaced', targetId, before: stood },
        );
      }
      pictures.push(...ours.flatMap(({ draft }) => (draft.kind === 'character' ? (draft.pictureFileId ?? []) : [])));
      // Memories look for their character in what was recorded.
      await recordOutcomes(tx, outcomes, column);
    }
    await tx.importItem.updateMany({ where: { importId, outcome: null }, data: { outcome: 'skipped' } });
    await tx.storedFile.deleteMany({ where: { id: { in: pictures } } });
    await tx.import.update({ where: { id: importId }, data: { state: 'done', finishedAt: new Date() } });
    return work.readdressed;
  });
  await tellReaddressed(readdressed, ctx);
}

/** Tells bot-clients who is called otherwise, or by nobody. */
export async function tellReaddressed(readdressed: Work['readdressed'], ctx: GatewayContext): Promise<void> {
  for (const { characterId, version, isGone } of readdressed) {
    if (isGone) await publishChange({ version, change: { kind: 'character-gone', characterId } }, ctx);
    else await publish(characterId, version, ctx);
  }
}
