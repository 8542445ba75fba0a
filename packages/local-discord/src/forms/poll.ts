import { z } from 'zod';
import { snowflake, withDefault } from './fields.ts';

const HOURS_IN_32_DAYS = 768;

/** Limits: Discord documentation, "Poll Resource". */
export const pollForm = z.object({
  question: z.object({ text: z.string().trim().min(1).max(300) }),
  answers: z
    .array(
      z.object({
        poll_media: z.object({
          text: z.string().trim().min(1).max(55),
          emoji: z.object({ id: snowflake.nullish(), name: z.string().nullish() }).nullish(),
        }),
      }),
    )
    .min(1)
    .max(10),
  duration: withDefault(z.int().min(1).max(HOURS_IN_32_DAYS), 24),
  allow_multiselect: withDefault(z.boolean(), false),
  layout_type: withDefault(z.literal(1), 1),
});

export type PollForm = z.output<typeof pollForm>;
