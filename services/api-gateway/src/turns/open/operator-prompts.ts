import { z } from 'zod';
import { sql } from '../../database/query.ts';
import { definePart } from './part.ts';

/** What operators tell the model, from what holds everywhere to what holds for this character; each text once. */
export const operatorPrompts = definePart({
  select: sql`(SELECT json_agg(prompt.text ORDER BY CASE prompt.id WHEN c.operator_prompt_id THEN 2
      WHEN g.operator_prompt_id THEN 1 ELSE 0 END, prompt.id)
    FROM system_prompts prompt
    WHERE prompt.is_global OR prompt.id IN (g.operator_prompt_id, c.operator_prompt_id))`,
  schema: z
    .array(z.string())
    .nullable()
    .transform((texts) => texts ?? []),
});
