import { z } from 'zod';
import { Webhook } from './channels.ts';
import { Speaker } from './characters.ts';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { HistoryLine } from './histories.ts';
import { Fence, Id, Snowflake, Timestamp } from './ids.ts';
import { LoreInForce } from './lorebooks.ts';
import { Question, RecalledMemory, VectorSpace } from './memory.ts';
import { AuthorNote } from './notes.ts';
import { EffectivePreset } from './presets.ts';
import { Chunk, MAX_CHUNKS, Post, PostOutlet, Reply, ReplyNumber } from './replies.ts';
import { rowsOf } from './rows.ts';
import { TextRuleDraft } from './rules.ts';
import { SceneFacts, Trigger } from './scene.ts';
import { TextSwitches } from './settings/text-switches.ts';
import { heardText, Text } from './text.ts';
import { Payer } from './usage.ts';
import { CapStanding } from './wallet.ts';

/**
 * Where a turn stands.
 * `accepted` → (`waiting` for the turn before it) → `open` under a lease → `spoken` once the vendor's answer
 * or a finished text is stored → `settled`. `refused`, `expired` and `failed` end it without a model's reply.
 */
export const TurnStage = z.enum(['accepted', 'waiting', 'open', 'spoken', 'settled', 'refused', 'expired', 'failed']);
export type TurnStage = z.infer<typeof TurnStage>;

export const FINAL_STAGES: ReadonlySet<TurnStage> = new Set(['settled', 'refused', 'expired', 'failed']);

/** Why a turn gets no reply from a model, with the facts of the notice that says so. */
export const Refusal = z.discriminatedUnion('reason', [
  z.object({ reason: z.literal('character-gone'), name: Text }),
  /** `vendors`: labels of those that people can bring a key for. */
  z.object({ reason: z.literal('no-key'), name: Text, vendors: z.array(z.string()) }),
  /** The person's own cap for the key that would pay. */
  z.object({ reason: z.literal('cap-reached'), name: Text, vendorId: Text, cap: CapStanding }),
  /** A guest had their share of the day, or their server had its. */
  z.object({
    reason: z.literal('guest-share-used'),
    name: Text,
    whose: z.enum(['person', 'server']),
    limit: z.number().int(),
    renewsAt: Timestamp,
  }),
  z.object({ reason: z.literal('too-many-attempts'), name: Text, attempts: z.number().int().positive() }),
]);
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
  persona: z.object({
    id: Id,
    name: Text,
    pronouns: Text,
    about: Text,
    /** A zone of the IANA database; absent where the person never said. */
    timezone: Text.optional(),
    /** Such as 12-01; absent where the person never said. */
    birthday: Text.optional(),
  }),
  preset: EffectivePreset,
  payer: Payer,
  /** A cap of the payer's that is nearly reached, and of which they have not been warned in its period. */
  capWarning: CapStanding.nullable().default(null),
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
  /** What operators tell the model: everywhere, in this server, of this character. */
  operatorPrompts: z.array(Text),
  /** What the staff tells the model about this channel; null when nothing. */
  instructions: Text.nullable(),
  /** What is replaced in the reply and in the prompt, in this order. */
  rules: rowsOf('text rule', TextRuleDraft),
  /** What is taken out of every reply. */
  textSwitches: TextSwitches,
  /** Lorebooks that are told in this turn; null when there are none. */
  lore: LoreInForce.nullable(),
  webhook: Webhook.nullable(),
  /** What the message says by now, if its author edited it or not; null when the ledger does not keep it any more. */
  currentContent: Text.nullable(),
  /** The reply is shown while it is being made. */
  isStreamed: z.boolean(),
  /** Small print below it names the model. */
  namesModel: z.boolean().default(false),
  /** The message to answer is gone: what stands in posts is removed, and nothing is said. */
  isWithdrawn: z.boolean(),
  /** Somebody wants its reply to end where it stands. */
  isStopped: z.boolean(),
  /** The reply that is made now. */
  draft: z.object({
    number: ReplyNumber,
    /** Another reply of this turn stands in the posts, and stays there when nothing comes of this one. */
    isRevision: z.boolean(),
    /** What whoever asked for it wants it to be like. */
    hint: Text.nullable().default(null),
    /** What it goes on from: the text that stands. */
    continues: Text.nullable().default(null),
    /** What each post is to show is stored. */
    isPlaced: z.boolean(),
  }),
  /** What an earlier attempt at it paid for or finished: nothing asks again. */
  reply: Reply.nullable(),
  /** Of an earlier attempt, in the order of their chunks. */
  posts: z.array(Post),
  /** The moment of this opening by the clock of the database, which every other moment in here is by. */
  now: Timestamp,
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
    /** Posts that were sent and are recorded only now. */
    sent: z
      .array(z.object({ chunk: Chunk, messageId: Snowflake, outlet: PostOutlet }))
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
  body: z.object({
    fence: Fence,
    problem: heardText(500),
    /** Something was away: the attempt says nothing about the turn, and does not count. */
    isOutage: z.boolean().default(false),
    retryAfterMs: z.number().int().min(0).max(600_000),
  }),
  output: z.object({ stage: TurnStage }),
});

/** A turn that ended without a word in its channel: its asker is told once. */
export const UntoldTurn = z.object({
  turnId: Id,
  triggerId: Snowflake,
  channelId: Snowflake,
  /** Null in direct messages. */
  guildId: Snowflake.nullable().default(null),
  /** The channel of the thread; null outside of threads. */
  parentId: Snowflake.nullable().default(null),
  askerId: Snowflake,
  characterName: Text,
  /**
   * `undelivered`: there is a reply, and Discord would not have it where it belonged. `nowhere`: no reply was made, since
   * Discord would have none there. `unanswered`: there is none for another reason.
   */
  outcome: z.enum(['undelivered', 'nowhere', 'unanswered']),
  /** What the asker never got to read, the reply or why there is none; null when there is nothing. */
  text: Text.nullable(),
});
export type UntoldTurn = z.infer<typeof UntoldTurn>;

/** Turns of the last day of whose end nobody was told yet, the oldest first. */
export const listUntoldTurns = defineRoute({
  name: 'turn.list-untold',
  method: 'GET',
  path: '/internal/untold-turns',
  services: ['bot-client'],
  output: z.object({ turns: rowsOf('turn', UntoldTurn) }),
});

/** The asker of a turn was told how it ended, or cannot be reached. */
export const markTurnTold = defineRoute({
  name: 'turn.mark-told',
  method: 'POST',
  path: '/internal/turns/:turnId/told',
  services: ['bot-client'],
  idempotent: true,
  params,
  output: z.object({}),
});

/**
 * The reply of a turn that could not be posted, for the person who asked for it.
 * @throws `not-found` for anybody else, and where there is no reply
 */
export const readUndelivered = defineRoute({
  name: 'turn.read-undelivered',
  method: 'GET',
  path: '/user/turns/:turnId/reply',
  params,
  output: z.object({ characterName: Text, text: Text }),
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
  outlivesItsLock: true,
});

/** The queue forgets a second job of the same id, so every wake-up has a number of its own. */
export const answerTurnJobId = (turnId: string, wakeUp: number): string => `${turnId}-${wakeUp}`;
