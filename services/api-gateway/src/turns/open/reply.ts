import { Reply } from '@tzurot/contracts';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** What an earlier attempt paid for or finished; null for a draft that has neither, which is started over. */
export const reply = definePart({
  select: sql`(SELECT json_build_object('number', number, 'kind', kind, 'state', state, 'answer', answer,
      'endedBy', ended_by, 'text', text)
    FROM replies WHERE turn_id = t.id AND number = t.drafted_reply AND (answer IS NOT NULL OR text IS NOT NULL))`,
  schema: Reply.nullable(),
});
