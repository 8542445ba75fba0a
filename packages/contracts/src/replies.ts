import { z } from 'zod';
import { Webhook } from './channels.ts';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { Fence, Id, Snowflake, Timestamp } from './ids.ts';
import { LIMITS } from './limits.ts';
import { LoreRecord } from './lorebooks.ts';
import { OwnMessage } from './messages.ts';
import { heardText, Text } from './text.ts';
import { MAX_CALLS_AT_ONCE, UsageFacts } from './usage.ts';

/** `reply` is what the model said and becomes history; `notice` tells why there is none. */
export const ReplyKind = z.enum(['reply', 'notice']);
export type ReplyKind = z.infer<typeof ReplyKind>;

/** `drafting` → `complete`, `stopped` by a person, or `failed` after some of it could be read. */
export const ReplyState = z.enum(['drafting', 'complete', 'stopped', 'failed']);
export type ReplyState = z.infer<typeof ReplyState>;

/** Why a vendor's answer ended: it was finished, too long, cut by a filter, stopped by a person, or broken off. */
export const AnswerEnd = z.enum(['stop', 'length', 'filtered', 'stopped', 'failed']);
export type AnswerEnd = z.infer<typeof AnswerEnd>;

/** The shared-state channel on which the gateway tells that the reply of a running turn is to end where it stands. */
export const REPLY_STOPPED_CHANNEL = 'reply-stopped';
export const ReplyStopped = z.object({ turnId: Id });

/** Which of a turn's replies, from 0. */
export const ReplyNumber = z.int().min(0).max(999);

/** A reply stands in so many Discord messages at most. */
export const MAX_CHUNKS = 40;
/** Which message of a reply, from 0. */
export const Chunk = z
  .int()
  .min(0)
  .max(MAX_CHUNKS - 1);
/** Of a normalised text: a sha256 in hex. */
const TextHash = Text.max(64);

/** A candidate of what a turn says. */
export const Reply = z.object({
  number: ReplyNumber,
  kind: ReplyKind,
  state: ReplyState,
  /** What the vendor said, word for word; null for notices. */
  answer: Text.nullable(),
  endedBy: AnswerEnd.nullable(),
  /** What is said; null until it is finished. */
  text: Text.nullable(),
});
export type Reply = z.infer<typeof Reply>;

export const PostState = z.enum(['planned', 'sending', 'sent', 'uncertain', 'deleting', 'deleted']);
export type PostState = z.infer<typeof PostState>;

/** Through which a post is sent: a webhook under a name, or null for the bot itself. */
export const PostOutlet = z
  .object({
    webhookId: Snowflake,
    /** Null when nobody wrote it down. */
    name: Text.max(LIMITS.characterName).nullable(),
  })
  .nullable();
export type PostOutlet = z.infer<typeof PostOutlet>;

/** A Discord message in which the selected reply of a turn stands. It is sent once; edits and its deletion may be repeated. */
export const Post = z.object({
  /** Its place in the reply, from 0. */
  chunk: Chunk,
  /** What it is to show, empty while that is not known yet; null when it is to go. */
  text: Text.max(2_000).nullable(),
  /** Of the normalised text that was sent or is known to stand there, in hex. */
  hash: TextHash,
  state: PostState,
  /** By the clock of the database. */
  sendingAt: Timestamp.nullable(),
  messageId: Snowflake.nullable(),
  outlet: PostOutlet,
});
export type Post = z.infer<typeof Post>;

const params = z.object({ turnId: Id });
const services = ['ai-worker'] as const;
const heard = {
  answer: heardText(LIMITS.answer),
  endedBy: AnswerEnd,
  /** The call that gave the answer. */
  call: UsageFacts,
  /** What lore it was told. */
  lore: LoreRecord.optional(),
};
const number = ReplyNumber.default(0);
const hash = TextHash;

/**
 * Begins to show a reply while it is still being made: the first post is marked `sending`.
 * Refused as `gone` when the message to answer is gone.
 */
export const beginReply = defineRoute({
  name: 'reply.begin',
  method: 'PUT',
  path: '/internal/turns/:turnId/draft',
  services,
  params,
  body: z.object({ fence: Fence, number, hash, outlet: PostOutlet }),
  output: z.object({}),
});

/**
 * Stores what the vendor answered and what it cost, the moment it is whole: from here on nothing asks again.
 * The cost is kept even where the answer is refused, as `gone` or `stale-lease`.
 */
export const storeAnswer = defineRoute({
  name: 'reply.store-answer',
  method: 'PUT',
  path: '/internal/turns/:turnId/answer',
  services,
  params,
  body: z.object({
    fence: Fence,
    number,
    ...heard,
    /** What else the turn has spent since it last said so. */
    calls: z.array(UsageFacts).max(MAX_CALLS_AT_ONCE),
  }),
  output: z.object({}),
});

/**
 * Stores the finished text, together with the vendor's answer where that is not stored yet, and in which posts it is to stand, before more of it is sent; the first of a turn
 * without posts is marked `sending` in the same step. Finishing with the same text again changes nothing;
 * another one is refused as `conflict`. Of a revision that comes to a notice, the notice is kept and no post is changed.
 */
export const finishReply = defineRoute({
  name: 'reply.finish',
  method: 'PUT',
  path: '/internal/turns/:turnId/reply',
  services,
  params,
  body: z.object({
    fence: Fence,
    number,
    kind: ReplyKind,
    state: ReplyState.exclude(['drafting']),
    text: Text.min(1).max(LIMITS.replyText),
    /** What each post shows: the text, and our marks that are no part of it. */
    chunks: z
      .array(z.object({ text: Text.min(1).max(2_000), hash }))
      .min(1)
      .max(MAX_CHUNKS),
    /** Through which the first post is about to be sent. */
    outlet: PostOutlet,
    calls: z.array(UsageFacts).max(MAX_CALLS_AT_ONCE),
    /** As `storeAnswer` would have it, under the same conditions. */
    heard: z.object(heard).optional(),
  }),
  output: z.object({ posts: z.array(Post) }),
});

/**
 * Records that a post is about to be sent, was sent, may have been, or is gone. `sending` makes one that was not
 * planned. A message that is recorded elsewhere is a `conflict`.
 */
export const recordPost = defineRoute({
  name: 'post.record',
  method: 'PUT',
  path: '/internal/turns/:turnId/posts',
  services,
  params,
  body: z.object({
    fence: Fence,
    chunk: Chunk,
    state: PostState.exclude(['planned']),
    /** Of what is sent; without one it stays as it was. */
    hash: hash.nullable(),
    messageId: Snowflake.nullable(),
    outlet: PostOutlet,
    /** Nothing was found of the send that was marked before. Should its message come after all, it is removed. */
    isDoubted: z.boolean().default(false),
  }),
  output: z.object({}),
});

/** Of these Discord messages, those that none of our posts has recorded. */
export const listUnclaimedMessages = defineRoute({
  name: 'post.list-unclaimed-messages',
  method: 'POST',
  path: '/internal/turns/:turnId/unclaimed',
  services,
  idempotent: true,
  params,
  body: z.object({
    messageIds: z.array(Snowflake).max(100),
    /** None at all while a post of the channel with this hash may still turn out to be one of them. */
    hash: hash.optional(),
  }),
  output: z.object({ messageIds: z.array(Snowflake) }),
});

/** So many may be asked for at once. */
const MAX_POSTS_FOUND = 500;

/** Of these Discord messages of ours in a channel, those that no post has on record. */
export const findUnknownPosts = defineRoute({
  name: 'post.find-unknown',
  method: 'POST',
  path: '/internal/unknown-posts',
  services: ['bot-client'],
  idempotent: true,
  body: z.object({ channelId: Snowflake, messageIds: z.array(Snowflake).max(MAX_POSTS_FOUND) }),
  output: z.object({
    messageIds: z.array(Snowflake),
    /** Some post of the channel is being sent, and may turn out to be one of them. */
    isSending: z.boolean(),
  }),
});

/** Messages of ours that were deleted from the turn's channel lately, before any post had recorded them. */
export const listRemovedMessages = defineRoute({
  name: 'post.list-removed-messages',
  method: 'GET',
  path: '/internal/turns/:turnId/removed-messages',
  services,
  params,
  output: z.object({ messages: z.array(OwnMessage.omit({ channelId: true })) }),
});

/** Sends of a turn of which nothing was found, with what it takes to find and remove their messages. */
export const listDoubtfulSends = defineRoute({
  name: 'post.list-doubtful-sends',
  method: 'GET',
  path: '/internal/turns/:turnId/doubtful-sends',
  services,
  params,
  output: z.object({
    channelId: Snowflake,
    isThread: z.boolean(),
    triggerId: Snowflake,
    characterName: Text,
    /** Through which the channel's characters speak now. */
    webhook: Webhook.nullable(),
    sends: z.array(z.object({ chunk: Chunk, hash, sendingAt: Timestamp, outlet: PostOutlet })),
  }),
});

/** Where the posts of a turn stand, for removing them. */
export const listStandingPosts = defineRoute({
  name: 'post.list-standing',
  method: 'GET',
  path: '/internal/turns/:turnId/standing-posts',
  services,
  params,
  output: z.object({
    channelId: Snowflake,
    isThread: z.boolean(),
    /** Through which the channel's characters speak now. */
    webhook: Webhook.nullable(),
    posts: z.array(z.object({ messageId: Snowflake, webhookId: Snowflake.nullable() })),
  }),
});

/** Removes a reply from Discord, because somebody who may wants that. What is gone already is no fault. */
export const removePosts = defineJob({
  name: 'post.remove',
  queue: 'chores',
  input: z.object({ turnId: Id }),
  output: z.object({ removed: z.number().int() }),
  timeoutMs: 60_000,
});

/** Looks once more for messages of sends that were given up or repeated, and removes them: what was said stands there once. */
export const removeTwins = defineJob({
  name: 'post.remove-twins',
  queue: 'chores',
  input: z.object({ turnId: Id }),
  output: z.object({ removed: z.number().int() }),
  timeoutMs: 60_000,
});
