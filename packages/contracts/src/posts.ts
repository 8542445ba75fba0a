import { z } from 'zod';
import { Character } from './characters.ts';
import { defineRoute } from './define-route.ts';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { ReplyKind } from './replies.ts';

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
  /** The caller asked for it, or owns the character: they may edit it and have it made again. */
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
