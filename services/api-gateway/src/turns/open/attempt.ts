import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** How often the turn was begun without anything being away, whether it takes a model, and whom it was for, even when that character is gone. */
export const attempt = definePart({
  select: sql`json_build_object('attempts', t.attempts - t.outages, 'characterName', t.character_name,
    'isGreeting', EXISTS (SELECT FROM triggers WHERE id = t.trigger_id AND kind = 'greeting'))`,
  schema: z.object({ attempts: z.number(), characterName: z.string(), isGreeting: z.boolean() }),
});
