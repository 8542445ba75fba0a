import { z } from 'zod';
import { Character } from './characters.ts';
import { defineRoute } from './define-route.ts';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { ReplyKind, ReplyNumber } from './replies.ts';
import { SceneFacts, Trigger } from './scene.ts';
import { Text } from './text.ts';

/**
 * Who said one of our messages, for somebody who reads it. Its name and who asked for it can be read on Discord; what
 * else is told of a character is told only to those who may talk to it.
 */
export const PostOrigin = z.object({
  kind: ReplyKind,
  /** The name under which it was said. */
  characterName: z.string().max(LIMITS.characterName),
  /** As it is now; null when it was deleted, or is somebody else's private one: the two cases look the same. */
  character: Character.pick({ id: true, slug: true, name: true, isMine: true, isPublic: true })
    .extend({
      /** Null when nobody on Discord owns it: it belongs to the bot. */
      ownerId: Snowflake.nullable(),
    })
    .nullable(),
  /** Who wrote what it answers. */
  askedById: Snowflake,
  /** Null when no model was asked. */
  model: z.object({ vendor: z.string().max(LIMITS.vendorId), model: z.string().max(LIMITS.modelId) }).nullable(),
  /** The caller asked for it, or is staff where it stands: they may stop it and revise it. */
  isMine: z.boolean(),
});
export type PostOrigin = z.infer<typeof PostOrigin>;

/** @throws `not-found` for what no character said, and for a place that the caller is not in */
export const getPost = defineRoute({
  name: 'post.get',
  method: 'GET',
  path: '/user/posts/:messageId',
  params: z.object({ messageId: Snowflake }),
  /** Where the caller sees it. */
  query: z.object({ channelId: Snowflake }),
  output: PostOrigin,
});

/**
 * Ends the reply that is being made where it stands: what was said of it so far stays. For whoever asked for it, and staff.
 * @throws `not-found` as `post.get` does, `forbidden` for anybody else
 */
export const stopReply = defineRoute({
  name: 'reply.stop',
  method: 'POST',
  path: '/user/posts/:messageId/stop',
  idempotent: true,
  params: z.object({ messageId: Snowflake }),
  body: z.object({ channelId: Snowflake }),
  /** False when nothing is being written any more. */
  output: z.object({ isStopping: z.boolean() }),
});

/** The replies of a turn, for somebody who may change which of them stands. */
export const TurnReplies = z.object({
  characterName: z.string().max(LIMITS.characterName),
  /** What it answers, for gathering it again. */
  trigger: z.object({
    id: Snowflake,
    kind: Trigger.shape.kind,
    authorId: Snowflake,
    /** What was answered besides, where quick messages were joined. */
    partIds: z.array(Snowflake).default([]),
    /** The message that shows a command's words. */
    shownAsId: Snowflake.nullable(),
  }),
  /** A reply is being made, or is brought to its posts. */
  isRunning: z.boolean(),
  /** Those that may stand in the posts, in the order in which they were made. */
  numbers: z.array(ReplyNumber),
  /** Which of them stands; null before there is one. */
  selected: ReplyNumber.nullable(),
  /** The last that was begun, whatever became of it. */
  last: ReplyNumber,
  /** Why nothing came of the last one; null when something did. */
  failure: Text.nullable(),
});
export type TurnReplies = z.infer<typeof TurnReplies>;

/**
 * Lists the replies of the turn to which a post belongs. For whoever asked for it, and staff.
 * @throws `not-found` as `post.get` does, `forbidden` for anybody else
 */
export const listReplies = defineRoute({
  name: 'reply.list',
  method: 'GET',
  path: '/user/posts/:messageId/replies',
  params: z.object({ messageId: Snowflake }),
  query: z.object({ channelId: Snowflake }),
  output: TurnReplies,
});

/**
 * Reopens a turn that has ended: the model is asked for another reply, or one of those that are there is brought back.
 * The posts, history and memory follow. Two presses at once give one revision.
 * @throws `not-found` as `post.get` does; `forbidden` for anybody but whoever asked and staff; `conflict` for a notice, a
 *   greeting that is to be made anew, and a character that is gone
 */
export const reviseReply = defineRoute({
  name: 'reply.revise',
  method: 'POST',
  path: '/user/posts/:messageId/revise',
  params: z.object({ messageId: Snowflake }),
  body: z.object({
    channelId: Snowflake,
    /** The last reply that the caller knows of: when there is a newer one, nothing is done. */
    last: ReplyNumber,
    /** The reply to bring back; null asks the model for a new one. */
    select: ReplyNumber.nullable(),
    /** What the new one is to be like. */
    hint: Text.trim().max(LIMITS.replyHint).optional(),
    /** The new one goes on where the standing one ends. */
    continues: z.boolean().default(false),
    /** In place of a model's: a person's own words, kept as a further reply. */
    text: Text.trim().min(1).max(LIMITS.replyText).optional(),
    /** As Discord has it now. */
    trigger: Trigger,
    scene: SceneFacts.nullable(),
  }),
  /** `running`: somebody else has reopened it, and it is not done. `unchanged`: it is as it was asked for, or a newer one is there. */
  output: z.object({ outcome: z.enum(['reopened', 'running', 'unchanged']) }),
});

/** What stands in a turn's posts. For whoever asked for it, and staff. @throws as `reply.list` does */
export const readReply = defineRoute({
  name: 'reply.read',
  method: 'GET',
  path: '/user/posts/:messageId/reply',
  params: z.object({ messageId: Snowflake }),
  query: z.object({ channelId: Snowflake }),
  output: z.object({ characterName: z.string(), text: Text }),
});

/**
 * Removes a reply from Discord; history and memory follow, as whenever a post is deleted.
 * @throws as `reply.list` does
 */
export const removeReply = defineRoute({
  name: 'reply.remove',
  method: 'POST',
  path: '/user/posts/:messageId/remove',
  idempotent: true,
  params: z.object({ messageId: Snowflake }),
  body: z.object({ channelId: Snowflake }),
  output: z.object({ characterName: z.string() }),
});
