import type { RouteRequest, recordScene } from '@tzurot/contracts';
import { NotFoundError } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

/** Keeps the scene beside its trigger, unless the trigger has ended and nobody needs it any more; and where its words are shown. */
export async function keepScene(
  triggerId: string,
  { shownAsId, ...scene }: RouteRequest<typeof recordScene>['body'],
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<void> {
  const id = toBigInt(triggerId);
  const shownAs = shownAsId === undefined ? null : toBigInt(shownAsId);
  const found = await queryOne(
    pool,
    sql`WITH kept AS (
          UPDATE triggers SET scene = CASE WHEN closed_at IS NULL THEN ${JSON.stringify(scene)}::jsonb END, shown_as_id = ${shownAs}::bigint
          WHERE id = ${id}::bigint AND (closed_at IS NULL OR ${shownAs}::bigint IS NOT NULL)
        )
        SELECT id FROM triggers WHERE id = ${id}::bigint`,
  );
  if (found === null) throw new NotFoundError('trigger', triggerId);
}
