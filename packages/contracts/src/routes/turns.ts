import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { Embedding } from '../entities/embedding.ts';
import { Delivery, OpenedTurn, RecalledMemory, ReplyKind, TurnStage, UsageFacts } from '../entities/turn.ts';
import { Id, Snowflake, Timestamp } from '../ids.ts';
import { LIMITS } from '../limits.ts';

const params = z.object({ turnId: Id });
const services = ['ai-worker'] as const;
/** The lease under which a write happens; an older one is refused as `stale-lease`. */
const fence = z.number().int().positive();

/** What memory is asked for. */
export const Question = z.object({
  query: z.string().max(LIMITS.messageContent * 2),
  /** Visible in the prompt without memory. */
  excludeMessageIds: z.array(Snowflake).max(300),
});
export type Question = z.infer<typeof Question>;

/** Takes the turn under a fenced lease, when it is its turn. The same `leaseKey` gets the same lease again. */
export const openTurn = defineRoute({
  name: 'turn.open',
  method: 'POST',
  path: '/internal/turns/:turnId/open',
  services,
  idempotent: true,
  params,
  body: z.object({
    leaseKey: Id,
    /** Answered in the same breath when words alone are to be compared; what the answer shows as history is excluded too. */
    question: Question.optional(),
  }),
  output: OpenedTurn,
});

/** Keeps a lease alive while the model thinks or Discord is slow. */
export const renewTurn = defineRoute({
  name: 'turn.renew',
  method: 'POST',
  path: '/internal/turns/:turnId/renew',
  services,
  idempotent: true,
  params,
  body: z.object({ fence }),
  output: z.object({ leaseMs: z.number().int() }),
});

/** Memories that fit this turn and that everyone who will read the reply may know, best first. */
export const recallMemories = defineRoute({
  name: 'turn.recall',
  method: 'POST',
  path: '/internal/turns/:turnId/recall',
  services,
  idempotent: true,
  params,
  body: Question.extend({
    fence,
    /** The query as a vector; only compared with vectors of the same space. */
    embedding: Embedding.optional(),
    maxTokens: z.number().int().min(0).max(20_000),
  }),
  output: z.object({ memories: z.array(RecalledMemory) }),
});

/**
 * Stores the finished text with its chunks before anything is sent, together with what it cost.
 * The first chunk is marked `sending` in the same step. Storing the same text again changes nothing;
 * once a text is stored, another one is refused as `conflict`.
 */
export const storeReply = defineRoute({
  name: 'turn.store-reply',
  method: 'PUT',
  path: '/internal/turns/:turnId/reply',
  services,
  params,
  body: z.object({
    fence,
    kind: ReplyKind,
    text: z.string().min(1).max(LIMITS.replyText),
    chunks: z
      .array(z.object({ text: z.string().min(1).max(2_000), hash: z.string().max(64) }))
      .min(1)
      .max(40),
    usage: z.array(UsageFacts).max(10),
    /** When the first chunk is about to be sent, through which webhook; null for the bot itself. */
    firstSending: z.object({ at: Timestamp, webhookId: Snowflake.nullable() }),
  }),
  output: z.object({ deliveries: z.array(Delivery) }),
});

/** Records that a chunk is about to be sent, was sent, or may have been. A message already recorded elsewhere is a `conflict`. */
export const recordDelivery = defineRoute({
  name: 'turn.record-delivery',
  method: 'PUT',
  path: '/internal/turns/:turnId/delivery',
  services,
  params,
  body: z.object({
    fence,
    chunk: z.number().int().nonnegative(),
    state: z.enum(['sending', 'sent', 'uncertain']),
    at: Timestamp,
    messageId: Snowflake.nullable(),
    webhookId: Snowflake.nullable(),
  }),
  output: z.object({}),
});

/** Of these Discord messages, those that no delivery of ours has recorded. */
export const listUnclaimedMessages = defineRoute({
  name: 'turn.list-unclaimed-messages',
  method: 'POST',
  path: '/internal/turns/:turnId/unclaimed',
  services,
  idempotent: true,
  params,
  body: z.object({ messageIds: z.array(Snowflake).max(100) }),
  output: z.object({ messageIds: z.array(Snowflake) }),
});

/** Ends the turn: history, memory and stage in one transaction; then wakes the turn behind it. */
export const settleTurn = defineRoute({
  name: 'turn.settle',
  method: 'POST',
  path: '/internal/turns/:turnId/settle',
  services,
  idempotent: true,
  params,
  body: z.object({
    fence,
    outcome: z.enum(['delivered', 'undeliverable', 'refused']),
    /** The last of chunks sent, when all of them were recorded as sent only now. */
    sent: z
      .array(z.object({ chunk: z.number().int(), messageId: Snowflake, webhookId: Snowflake.nullable() }))
      .default([]),
    /** Why it could not be delivered, for staff. */
    problem: z.string().max(500).optional(),
  }),
  output: z.object({ stage: TurnStage }),
});

/** Gives the turn back after something temporary failed; the gateway wakes it again later, or gives up after some attempts. */
export const releaseTurn = defineRoute({
  name: 'turn.release',
  method: 'POST',
  path: '/internal/turns/:turnId/release',
  services,
  idempotent: true,
  params,
  body: z.object({ fence, problem: z.string().max(500), retryAfterMs: z.number().int().min(0).max(600_000) }),
  output: z.object({ stage: TurnStage }),
});
