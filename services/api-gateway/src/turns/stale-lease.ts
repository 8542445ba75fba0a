import { AppError, NotFoundError } from '@tzurot/platform';
import { type Database, queryOne, sql } from '../database/query.ts';

export interface HeldTurn {
  stage: string;
  fence: number;
  /** The message to answer is gone. */
  is_withdrawn: boolean;
}

/**
 * Looks why a fenced write changed nothing.
 * @throws NotFoundError, or AppError `stale-lease` when somebody else holds the turn now
 */
export async function readHeldTurn(db: Database, turnId: string, fence: number): Promise<HeldTurn> {
  const turn = await queryOne<HeldTurn>(
    db,
    sql`SELECT t.stage, t.fence, trigger.withdrawn_at IS NOT NULL AS is_withdrawn
        FROM turns t JOIN triggers trigger ON trigger.id = t.trigger_id WHERE t.id = ${turnId}::uuid`,
  );
  if (turn === null) throw new NotFoundError('turn', turnId);
  if (turn.fence !== fence) throw staleLease(turnId);
  return turn;
}

export function staleLease(turnId: string): AppError {
  return new AppError('stale-lease', `turn ${turnId} has ended, or somebody else holds it now`);
}
