import { OpenTurn } from '@tzurot/contracts';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** Which reply of the turn is made now, and whether another one stands meanwhile. */
export const draft = definePart({
  select: sql`json_build_object('number', t.drafted_reply, 'isRevision', t.standing_reply IS NOT NULL,
    'hint', t.hint, 'continues', CASE WHEN t.continues THEN (
      SELECT text FROM replies WHERE turn_id = t.id AND number = t.standing_reply) END,
    'isPlaced', coalesce(t.selected_reply = t.drafted_reply, false))`,
  schema: OpenTurn.shape.draft,
});
