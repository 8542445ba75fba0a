import { AppError, NotFoundError } from '@tzurot/platform';
import { type Database, queryOne, sql } from '../database/query.ts';

export interface HeldTurn {
  stage: string;
  fence: number;
  reply_kind: string | null;
  reply_text: string | null;
  user_id: string;
  character_id: string;
}

/**
 * Looks why a fenced write changed nothing.
 * @throws NotFoundError, or AppError `stale-lease` when somebody else holds the turn now
 */
export async function readHeldTurn(db: Database, turnId: string, fence: number): Promise<HeldTurn> {
  const turn = await queryOne<HeldTurn>(
    db,
    sql`SELECT stage, fence, reply_kind, reply_text, user_id, character_id FROM turns WHERE id = ${turnId}::uuid`,
  );
  if (turn === null) throw new NotFoundError('turn', turnId);
  if (turn.fence !== fence) throw staleLease(turnId);
  return turn;
}

export function staleLease(turnId: string): AppError {
  return new AppError('stale-lease', `turn ${turnId} has ended, or somebody else holds it now`);
}
