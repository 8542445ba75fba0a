import { z } from 'zod';
import { Webhook } from './channels.ts';
import { Speaker } from './characters.ts';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { HistoryLine } from './histories.ts';
import { Fence, Id, Snowflake, Timestamp } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Question, RecalledMemory, VectorSpace } from './memory.ts';
import { AuthorNote } from './notes.ts';
import { EffectivePreset } from './presets.ts';
import { rowsOf } from './rows.ts';
import { SceneFacts, Trigger } from './scene.ts';
import { heardText, Text } from './text.ts';
import { Payer, UsageFacts } from './usage.ts';

/**
 * Where a turn stands.
 * `accepted` → (`waiting` for the turn before it) → `open` under a lease → `spoken` once its text is
 * stored → `settled`. `refused`, `expired` and `failed` end it without a model's reply.
 */
export const TurnStage = z.enum(['accepted', 'waiting', 'open', 'spoken', 'settled', 'refused', 'expired', 'failed']);
export type TurnStage = z.infer<typeof TurnStage>;

export const FINAL_STAGES: ReadonlySet<TurnStage> = new Set(['settled', 'refused', 'expired', 'failed']);

/** A reply stands in so many Discord messages at most. */
export const MAX_CHUNKS = 40;
/** Which message of a reply, from 0. */
const Chunk = z
  .int()
  .min(0)
  .max(MAX_CHUNKS - 1);
/** Of a chunk's normalised text: a sha256 in hex. */
const TextHash = Text.max(64);

/** How one webhook or bot message of a reply fares. */
export const Delivery = z.object({
  chunk: Chunk,
  text: Text.max(2_000),
  hash: TextHash,
  state: z.enum(['planned', 'sending', 'sent', 'uncertain']),
  sendingAt: Timestamp.nullable(),
  messageId: Snowflake.nullable(),
  /** The webhook the chunk was sent through; null when the bot itself spoke. */
  webhookId: Snowflake.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** `reply` is what the model said and becomes history; `notice` tells why there is none. */
export const ReplyKind = z.enum(['reply', 'notice']);
export type ReplyKind = z.infer<typeof ReplyKind>;

export const StoredReply = z.object({ kind: ReplyKind, text: Text, deliveries: z.array(Delivery) });
export type StoredReply = z.infer<typeof StoredReply>;

/** Why a turn gets no model's reply, and the sentence for whoever can act on it. */
export const Refusal = z.object({
  reason: z.enum(['character-gone', 'no-key', 'too-many-attempts']),
  notice: Text.max(1_000),
});
export type Refusal = z.infer<typeof Refusal>;

/** Everything the worker needs to answer one turn, as it is at this moment. */
export const OpenTurn = z.object({
  stage: z.literal('open'),
  turnId: Id,
  /** Rises with every lease; writes under an older one are refused as `stale-lease`. */
  fence: Fence,
  leaseMs: z.number().int().positive(),
  speaker: Speaker.nullable(),
  refusal: Refusal.nullable(),
  persona: z.object({ id: Id, name: Text, pronouns: Text, about: Text }),
  preset: EffectivePreset,
  payer: Payer,
  /** What others said to the same trigger before this turn, in order. */
  earlierReplies: rowsOf('earlier reply', z.object({ name: Text, text: Text, messageIds: z.array(Snowflake) })),
  history: rowsOf('history line', HistoryLine),
  /** Where the history begins when older lines were left out of it; nothing before enters the prompt. */
  historyCutAt: Snowflake.nullable(),
  /** Tokens that recalled memories may take; 0 recalls nothing. */
  memoryTokens: z.number().int().nonnegative(),
  /** What fits the question that came along; null when none did, or when it has to be compared by its vector too. */
  memories: rowsOf('memory', RecalledMemory).nullable(),
  /** Where the question may be compared with vectors of what was said; null when there are none the payer's vendor can make. */
  vectorSpace: VectorSpace.nullable(),
  /** Nothing older than this enters the prompt. */
  epoch: Snowflake.nullable(),
  /** What the author wants to be kept in mind in this turn, of the character first. */
  notes: z.array(AuthorNote),
  webhook: Webhook.nullable(),
  /** Set when an earlier attempt already paid for a text: it is delivered, not generated again. */
  reply: StoredReply.nullable(),
});
export type OpenTurn = z.infer<typeof OpenTurn>;

/** `waiting`: the turn before it will wake it. `leased`: somebody works on it. `done`: nothing is left to do. */
export const OpenedTurn = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('waiting') }),
  z.object({ stage: z.literal('leased') }),
  z.object({ stage: z.literal('done') }),
  OpenTurn,
]);
export type OpenedTurn = z.infer<typeof OpenedTurn>;

const params = z.object({ turnId: Id });
const services = ['ai-worker'] as const;

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
  body: z.object({ fence: Fence }),
  output: z.object({ leaseMs: z.number().int() }),
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
    fence: Fence,
    kind: ReplyKind,
    text: Text.min(1).max(LIMITS.replyText),
    chunks: z
      .array(z.object({ text: Text.min(1).max(2_000), hash: TextHash }))
      .min(1)
      .max(MAX_CHUNKS),
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
    fence: Fence,
    chunk: Chunk,
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
    fence: Fence,
    outcome: z.enum(['delivered', 'undeliverable', 'refused']),
    /** The last of chunks sent, when all of them were recorded as sent only now. */
    sent: z
      .array(z.object({ chunk: Chunk, messageId: Snowflake, webhookId: Snowflake.nullable() }))
      .max(MAX_CHUNKS)
      .default([]),
    /** Why it could not be delivered, for staff. */
    problem: heardText(500).optional(),
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
  body: z.object({ fence: Fence, problem: heardText(500), retryAfterMs: z.number().int().min(0).max(600_000) }),
  output: z.object({ stage: TurnStage }),
});

/**
 * One character answers one trigger.
 * Carries what Discord said, and ids; never rows or settings: the worker asks for current ones, so a
 * job queued before an edit never speaks from stale settings. `scene` is null when it could not be
 * gathered; the turn is then answered from the trigger and the stored history.
 */
export const answerTurn = defineJob({
  name: 'turn.answer',
  queue: 'turns',
  input: z.object({ turnId: Id, trigger: Trigger, scene: SceneFacts.nullable() }),
  output: z.object({ stage: z.union([TurnStage, z.literal('leased')]) }),
  timeoutMs: 10 * 60_000,
});

/** The queue forgets a second job of the same id, so every wake-up has a number of its own. */
export const answerTurnJobId = (turnId: string, wakeUp: number): string => `${turnId}-${wakeUp}`;
