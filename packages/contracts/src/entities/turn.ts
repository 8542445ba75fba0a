import { z } from 'zod';
import { AdvancedParameters } from '../advanced-parameters.ts';
import { Id, Snowflake, Timestamp } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { CharacterCard } from './character.ts';
import { VectorSpace } from './embedding.ts';
import { Picture } from './picture.ts';
import { DroppedParameter } from './preset.ts';

/**
 * Where a turn stands.
 * `accepted` → (`waiting` for the turn before it) → `open` under a lease → `spoken` once its text is
 * stored → `settled`. `refused`, `expired` and `failed` end it without a model's reply.
 */
export const TurnStage = z.enum(['accepted', 'waiting', 'open', 'spoken', 'settled', 'refused', 'expired', 'failed']);
export type TurnStage = z.infer<typeof TurnStage>;

export const FINAL_STAGES: ReadonlySet<TurnStage> = new Set(['settled', 'refused', 'expired', 'failed']);

/** A line of the visible history between one character and a channel, oldest first. */
export const HistoryLine = z.object({
  /** Every Discord message that carries this line; a long reply has several. */
  messageIds: z.array(Snowflake),
  speaker: z.enum(['character', 'person']),
  /** The person who spoke; null for the character's own lines. */
  personId: Snowflake.nullable(),
  name: z.string().max(LIMITS.characterName),
  text: z.string(),
  saidAt: Timestamp,
});
export type HistoryLine = z.infer<typeof HistoryLine>;

/** Something kept from beyond the visible history that fits this scene. */
export const RecalledMemory = z.object({
  id: Id,
  text: z.string(),
  speakerName: z.string(),
  saidAt: Timestamp,
  /** In [0, 1], only comparable within one recall. */
  score: z.number().min(0).max(1),
  messageIds: z.array(Snowflake),
});
export type RecalledMemory = z.infer<typeof RecalledMemory>;

/** Who pays for a call: the person's own key, the operator's, or nobody because the model is free. */
export const Payer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), walletKeyId: Id }),
  z.object({ kind: z.literal('operator') }),
  z.object({ kind: z.literal('free') }),
]);
export type Payer = z.infer<typeof Payer>;

/** The preset in force, and which tier chose it. */
export const EffectivePreset = z.object({
  source: z.enum(['user-character', 'user', 'character', 'guild', 'global', 'built-in', 'guest']),
  name: z.string().max(LIMITS.presetName),
  vendor: z.string().max(LIMITS.vendorId),
  model: z.string().max(LIMITS.modelId),
  contextTokens: z.number().int(),
  parameters: AdvancedParameters,
});
export type EffectivePreset = z.infer<typeof EffectivePreset>;

/** How one webhook or bot message of a reply fares. Hash: of the normalised text, hex. */
export const Delivery = z.object({
  chunk: z.number().int().nonnegative(),
  text: z.string().max(2_000),
  hash: z.string().max(64),
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

export const StoredReply = z.object({ kind: ReplyKind, text: z.string(), deliveries: z.array(Delivery) });
export type StoredReply = z.infer<typeof StoredReply>;

/** One call to a vendor: what it used, and who paid. */
export const UsageFacts = z.object({
  vendor: z.string().max(LIMITS.vendorId),
  model: z.string().max(LIMITS.modelId),
  payer: z.enum(['user', 'operator', 'free']),
  promptTokens: z.number().int().nonnegative(),
  cachedTokens: z.number().int().nonnegative(),
  completionTokens: z.number().int().nonnegative(),
  reasoningTokens: z.number().int().nonnegative(),
  /** In US dollars, when the vendor says. */
  costUsd: z.number().nonnegative().nullable(),
  tookMs: z.number().int().nonnegative(),
  outcome: z.enum(['answered', 'empty', 'failed']),
  dropped: z.array(DroppedParameter).default([]),
});
export type UsageFacts = z.infer<typeof UsageFacts>;

/** Why a turn gets no model's reply, and the sentence for whoever can act on it. */
export const Refusal = z.object({
  reason: z.enum(['character-gone', 'no-key', 'too-many-attempts']),
  notice: z.string().max(1_000),
});
export type Refusal = z.infer<typeof Refusal>;

/** A webhook of ours, with the token that lets us speak through it. */
export const Webhook = z.object({ id: Snowflake, token: z.string().min(1).max(200), channelId: Snowflake });
export type Webhook = z.infer<typeof Webhook>;

/** Who speaks. Null for a character that is gone: then the bot speaks for itself. */
export const Speaker = CharacterCard.extend({
  id: Id,
  slug: z.string(),
  /** Somewhere else on the web; goes before `picture`. */
  avatarUrl: z.string().nullable(),
  picture: Picture.nullable(),
});
export type Speaker = z.infer<typeof Speaker>;

/** Everything the worker needs to answer one turn, as it is at this moment. */
export const OpenTurn = z.object({
  stage: z.literal('open'),
  turnId: Id,
  /** Rises with every lease; writes under an older one are refused as `stale-lease`. */
  fence: z.number().int().positive(),
  leaseMs: z.number().int().positive(),
  speaker: Speaker.nullable(),
  refusal: Refusal.nullable(),
  persona: z.object({ id: Id, name: z.string(), pronouns: z.string(), about: z.string() }),
  preset: EffectivePreset,
  payer: Payer,
  /** What others said to the same trigger before this turn, in order. */
  earlierReplies: z.array(z.object({ name: z.string(), text: z.string(), messageIds: z.array(Snowflake) })),
  history: z.array(HistoryLine),
  /** Where the history begins when older lines were left out of it; nothing before enters the prompt. */
  historyCutAt: Snowflake.nullable(),
  /** Tokens that recalled memories may take; 0 recalls nothing. */
  memoryTokens: z.number().int().nonnegative(),
  /** What fits the question that came along; null when none did, or when it has to be compared by its vector too. */
  memories: z.array(RecalledMemory).nullable(),
  /** Where the question may be compared with vectors of what was said; null when there are none the payer's vendor can make. */
  vectorSpace: VectorSpace.nullable(),
  /** Nothing older than this enters the prompt. */
  epoch: Snowflake.nullable(),
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
