import { AppError, NotFoundError } from '@tzurot/platform';
import { z } from 'zod';
import { type Database, queryOne, sql } from '../database/query.ts';

export const HeldTurn = z.object({
  stage: z.string(),
  fence: z.int(),
  /** The message to answer is gone. */
  is_withdrawn: z.boolean(),
});
export type HeldTurn = z.infer<typeof HeldTurn>;

/**
 * Looks why a fenced write changed nothing.
 * @throws NotFoundError, or AppError `stale-lease` when somebody else holds the turn now
 */
export async function readHeldTurn(db: Database, turnId: string, fence: number): Promise<HeldTurn> {
  const turn = await queryOne(
    db,
    sql`SELECT t.stage, t.fence, trigger.withdrawn_at IS NOT NULL AS is_withdrawn
        FROM turns t JOIN triggers trigger ON trigger.id = t.trigger_id WHERE t.id = ${turnId}::uuid`,
    HeldTurn,
  );
  if (turn === null) throw new NotFoundError('turn', turnId);
  if (turn.fence !== fence) throw staleLease(turnId);
  return turn;
}

export function staleLease(turnId: string): AppError {
  return new AppError('stale-lease', `turn ${turnId} has ended, or somebody else holds it now`);
}
