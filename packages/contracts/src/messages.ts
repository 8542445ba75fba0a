import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Trigger } from './scene.ts';
import { heardName, heardText } from './text.ts';

/** How many messages Discord deletes at once. */
const MAX_DELETED_AT_ONCE = 100;

/** A message of the bot or of its webhooks, as somebody saw it who heard of its end. */
export const OwnMessage = z.object({
  id: Snowflake,
  channelId: Snowflake,
  /** Null for the bot itself. */
  webhookId: Snowflake.nullable(),
  /** Under which it was said. */
  name: heardName(LIMITS.characterName),
  text: heardText(2_000),
});
export type OwnMessage = z.infer<typeof OwnMessage>;

/**
 * Messages are gone, whatever they were to us. Of a trigger, or the message that shows a command's words: turns that have
 * not spoken end silently, and its text leaves history and memory. Of a reply: it leaves history and memory, whole, since
 * nobody wants to hear the rest of what was removed. What is ours and no post has recorded yet is remembered, so that it is
 * not sent again. Anything else changes nothing.
 */
export const forgetMessages = defineRoute({
  name: 'message.forget',
  method: 'POST',
  path: '/internal/deletions',
  services: ['bot-client'],
  idempotent: true,
  body: z.object({
    messageIds: z.array(Snowflake).min(1).max(MAX_DELETED_AT_ONCE),
    /** Of these, what is known of those that were ours. */
    ours: z.array(OwnMessage).max(MAX_DELETED_AT_ONCE).default([]),
  }),
  output: z.object({ endedTurns: z.number().int() }),
});

/**
 * Its author has edited a message: a turn whose reply is not whole yet answers the new text, and history, memory and what is
 * derived from them have it from now on. A message that is no trigger's changes nothing.
 */
export const reviseMessage = defineRoute({
  name: 'message.revise',
  method: 'PUT',
  path: '/internal/messages/:messageId',
  services: ['bot-client'],
  params: z.object({ messageId: Snowflake }),
  body: Trigger.pick({ content: true, attachments: true }),
  output: z.object({ isKnown: z.boolean() }),
});

/** So many of a channel's messages are looked at together. */
const MAX_SEEN = 100;

/**
 * Everything that stands in a part of a channel: what we know of from there and is not among it was deleted while nobody
 * of us listened, and is forgotten as if we had heard it.
 */
export const reconcileMessages = defineRoute({
  name: 'message.reconcile',
  method: 'POST',
  path: '/internal/channel-messages',
  services: ['bot-client'],
  idempotent: true,
  body: z.object({
    channelId: Snowflake,
    /** The part ends before this message, which is not looked at itself. */
    before: Snowflake,
    /** Everything in it; the oldest is where it begins, unless that is the channel's beginning. */
    messageIds: z.array(Snowflake).max(MAX_SEEN),
    fromTheStart: z.boolean(),
  }),
  output: z.object({ forgotten: z.number().int() }),
});
