import { z } from 'zod';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { Fence, Id, Snowflake, Timestamp } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Ordinal } from './numbers.ts';
import { rowsOf } from './rows.ts';
import { heardText, Text } from './text.ts';
import { Payer, UsageFacts } from './usage.ts';

/** Vendor, model and length of a vector, as `vectorSpaceOf` writes them; vectors of two spaces are never compared. */
export const VectorSpace = Text.max(200);

/** A text as numbers, not all of them zero: those have no direction to compare. */
export const Vector = z
  .array(z.float32())
  .min(1)
  .max(4_096)
  .refine((numbers) => numbers.some((number) => Math.fround(number) !== 0), 'a vector without a direction');

export const fitsSpace = ({ space, vector }: { space: string; vector: readonly number[] }): boolean =>
  space.endsWith(`/${vector.length}`);

export const Embedding = z
  .object({ space: VectorSpace, vector: Vector })
  .refine(fitsSpace, 'the vector does not have the length of its space');
export type Embedding = z.infer<typeof Embedding>;

/** Something kept from beyond the visible history that fits this scene. */
export const RecalledMemory = z.object({
  id: Id,
  text: Text,
  speakerName: Text,
  saidAt: Timestamp,
  /** In [0, 1], only comparable within one recall. */
  score: z.number().min(0).max(1),
  messageIds: z.array(Snowflake),
});
export type RecalledMemory = z.infer<typeof RecalledMemory>;

export const MAX_LINES_AROUND = 2;

/** What memory is asked for. */
export const Question = z.object({
  query: heardText(LIMITS.messageContent * 2),
  /** What was said last where it is asked, for a question that says too little by itself: "and then?". */
  around: z
    .array(z.object({ id: Snowflake, text: heardText(LIMITS.messageContent) }))
    .max(MAX_LINES_AROUND)
    .optional(),
  /** Around the trigger on Discord, and so in the prompt without memory where nothing hides them. */
  excludeMessageIds: z.array(Snowflake).max(300),
});
export type Question = z.infer<typeof Question>;

/** Exchanges per batch: a vendor's request, and one of our statements. */
export const MAX_EMBEDDED_AT_ONCE = 32;

const params = z.object({ turnId: Id });
const services = ['ai-worker'] as const;

/** Memories that fit this turn and that everyone who will read the reply may know, best first. */
export const recallMemories = defineRoute({
  name: 'turn.recall',
  method: 'POST',
  path: '/internal/memory/:turnId/recall',
  services,
  idempotent: true,
  params,
  body: Question.extend({
    fence: Fence,
    /** The query as a vector; only compared with vectors of the same space. */
    embedding: Embedding.optional(),
    maxTokens: z.number().int().min(0).max(20_000),
  }),
  output: z.object({ memories: rowsOf('memory', RecalledMemory) }),
});

/**
 * What the person of a turn and characters said that has no vector yet, the latest first, and who may make
 * one: the vendor that answered the turn, paid as the turn was. Nothing when that vendor makes no vectors.
 */
export const listUnembedded = defineRoute({
  name: 'turn.list-unembedded',
  method: 'GET',
  path: '/internal/memory/:turnId/unembedded',
  services,
  params,
  output: z.object({
    embedder: z.object({ vendor: Text.max(LIMITS.vendorId), space: VectorSpace, payer: Payer }).nullable(),
    exchanges: z
      .array(
        z.object({
          exchangeId: Id,
          text: Text.min(1),
          /** How many memories the text was made of. */
          memories: Ordinal,
        }),
      )
      .max(MAX_EMBEDDED_AT_ONCE),
  }),
});

/** Keeps vectors and what they cost. Of an exchange that changed since it was listed, nothing is kept. */
export const storeVectors = defineRoute({
  name: 'turn.store-vectors',
  method: 'PUT',
  path: '/internal/memory/:turnId/vectors',
  services,
  params,
  body: z
    .object({
      space: VectorSpace,
      vectors: z.array(z.object({ exchangeId: Id, memories: Ordinal, vector: Vector })).max(MAX_EMBEDDED_AT_ONCE),
      usage: UsageFacts,
    })
    .refine(
      ({ space, vectors }) => vectors.every(({ vector }) => fitsSpace({ space, vector })),
      'a vector does not have the length of its space',
    ),
  output: z.object({ stored: z.number().int() }),
});

/**
 * Has what was said up to a turn turned into vectors, by the vendor and at the cost of whoever paid the turn.
 * Nothing depends on it: what fails now is done after a later turn, and until then words alone find it.
 */
export const embedMemories = defineJob({
  name: 'memory.embed',
  queue: 'chores',
  input: z.object({ turnId: Id }),
  output: z.object({ stored: z.number().int() }),
  timeoutMs: 60_000,
});
