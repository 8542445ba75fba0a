import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { fitsSpace, Vector, VectorSpace } from '../entities/embedding.ts';
import { Payer, UsageFacts } from '../entities/turn.ts';
import { Id } from '../ids.ts';
import { LIMITS } from '../limits.ts';

/** Exchanges per batch: a vendor's request, and one statement of ours. */
export const MAX_EMBEDDED_AT_ONCE = 32;

const params = z.object({ turnId: Id });
const services = ['ai-worker'] as const;

/**
 * What the person of a turn and characters said that has no vector yet, the latest first, and who may make
 * one: the vendor that answered the turn, paid as the turn was. Nothing when that vendor makes no vectors.
 */
export const listUnembedded = defineRoute({
  name: 'turn.list-unembedded',
  method: 'GET',
  path: '/internal/turns/:turnId/unembedded',
  services,
  params,
  output: z.object({
    embedder: z.object({ vendor: z.string().max(LIMITS.vendorId), space: VectorSpace, payer: Payer }).nullable(),
    exchanges: z
      .array(
        z.object({
          exchangeId: Id,
          text: z.string().min(1),
          /** How many memories the text was made of. */
          memories: z.number().int().positive(),
        }),
      )
      .max(MAX_EMBEDDED_AT_ONCE),
  }),
});

/** Keeps vectors and what they cost. Of an exchange that changed since it was listed, nothing is kept. */
export const storeVectors = defineRoute({
  name: 'turn.store-vectors',
  method: 'PUT',
  path: '/internal/turns/:turnId/vectors',
  services,
  params,
  body: z
    .object({
      space: VectorSpace,
      vectors: z
        .array(z.object({ exchangeId: Id, memories: z.number().int().positive(), vector: Vector }))
        .max(MAX_EMBEDDED_AT_ONCE),
      usage: UsageFacts,
    })
    .refine(
      ({ space, vectors }) => vectors.every(({ vector }) => fitsSpace({ space, vector })),
      'a vector does not have the length of its space',
    ),
  output: z.object({ stored: z.number().int() }),
});
