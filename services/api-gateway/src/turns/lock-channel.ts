import { NotFoundError } from '@tzurot/platform';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { queryOne, sql } from '../database/query.ts';

/**
 * Locks the channel of a turn until the transaction ends. Whatever changes who waits for whom happens
 * under this lock: conversations and chains never leave their channel, so no wake-up falls between two.
 */
export async function lockChannelOfTurn(tx: PoolClient, turnId: string): Promise<string> {
  const row = await queryOne(
    tx,
    sql`SELECT c.id FROM channels c JOIN turns t ON t.channel_id = c.id WHERE t.id = ${turnId}::uuid FOR UPDATE OF c`,
    z.object({ id: z.string() }),
  );
  if (row === null) throw new NotFoundError('turn', turnId);
  return row.id;
}
