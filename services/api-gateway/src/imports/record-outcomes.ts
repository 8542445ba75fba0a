import { columnOf } from '../database/card-columns.ts';
import type { Rows } from '../database/transaction.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { makers } from './make/index.ts';

export interface Outcome {
  /** Of the item. */
  id: string;
  outcome: 'made' | 'replaced' | 'skipped' | 'gone';
  targetId: string | null;
  before: object | null;
}

/**
 * What became of items, whose drafts nobody needs any more. By hand, because Prisma has no update of many rows to many
 * values: a system of 1,000 members would take as many statements while everybody waits for the transaction.
 */
export async function recordOutcomes(
  tx: Rows,
  outcomes: readonly Outcome[],
  column: (typeof makers)[number]['column'],
): Promise<void> {
  if (outcomes.length === 0) return;
  const target = Prisma.raw(columnOf(column));
  await tx.$executeRaw`
    UPDATE import_items item SET outcome = done.outcome, ${target} = done."targetId", before = done.before, draft = NULL
    FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS done (id uuid, outcome text, "targetId" uuid, before jsonb)
    WHERE item.id = done.id`;
}
