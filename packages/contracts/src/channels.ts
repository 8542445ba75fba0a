import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Count } from './numbers.ts';
import { rowsOf } from './rows.ts';
import { Text } from './text.ts';

/** One of our webhooks, with the token that lets us speak through it. */
export const Webhook = z.object({
  id: Snowflake,
  token: z
    .string()
    .max(200)
    .regex(/^[!-~]+$/),
  channelId: Snowflake,
});
export type Webhook = z.infer<typeof Webhook>;

const params = z.object({ channelId: Snowflake });

/** DM channels that have been talked in, for the look back after a restart. */
export const listDmChannels = defineRoute({
  name: 'channel.list-dms',
  method: 'GET',
  path: '/internal/channels',
  services: ['bot-client'],
  output: z.object({ channelIds: rowsOf('channel', Snowflake) }),
});

/** Lets a character answer what calls nobody in a channel of the caller's server, behind those who do already. */
export const activateChannel = defineRoute({
  name: 'channel.activate',
  method: 'POST',
  path: '/staff/channels/:channelId/activate',
  idempotent: true,
  params,
  body: z.object({ characterId: Id }),
  output: z.object({
    characterName: z.string(),
    /** False: it hears nobody but its owner. */
    isPublic: z.boolean(),
    /** Those who are active there besides, in their order. */
    others: z.array(z.string()),
  }),
});

export const deactivateChannel = defineRoute({
  name: 'channel.deactivate',
  method: 'POST',
  path: '/staff/channels/:channelId/deactivate',
  idempotent: true,
  params,
  body: z.object({
    /** All of them when nobody is named. */
    characterId: Id.optional(),
  }),
  output: z.object({ characterNames: z.array(z.string()), remaining: z.array(z.string()) }),
});

/**
 * Somebody wants quiet: turns of active characters that nobody has begun end, and so do those of whoever wants it; what is
 * being written for them ends where it stands.
 */
export const quietChannel = defineRoute({
  name: 'channel.quiet',
  method: 'POST',
  path: '/internal/channels/:channelId/quiet',
  services: ['bot-client'],
  idempotent: true,
  params,
  body: z.object({
    askerId: Snowflake,
    /** Of what is older than this message. */
    messageId: Snowflake,
  }),
  output: z.object({ ended: Count, stopping: Count }),
});

/** A text for the model about a channel or a category; threads and channels of a category have it unless they have their own. */
export const getInstructions = defineRoute({
  name: 'instructions.get',
  method: 'GET',
  path: '/staff/channels/:channelId/instructions',
  params,
  output: z.object({ instructions: z.string().nullable() }),
});

/** Null or nothing clears it. @throws `forbidden` for a channel of another server */
export const putInstructions = defineRoute({
  name: 'instructions.put',
  method: 'PUT',
  path: '/staff/channels/:channelId/instructions',
  params,
  body: z.object({ instructions: Text.trim().max(LIMITS.instructions).nullable() }),
  output: z.object({ instructions: z.string().nullable() }),
});

/** A channel of the caller's server in which something is set. */
export const ChannelSetup = z.object({
  channelId: Snowflake,
  characters: z.array(z.object({ id: Id, name: z.string(), isPublic: z.boolean() })),
  hasInstructions: z.boolean(),
});
export type ChannelSetup = z.infer<typeof ChannelSetup>;

/** Where characters are active, or the model is told something. Private characters of others are not among them. */
export const listChannelSetups = defineRoute({
  name: 'channel.list',
  method: 'GET',
  path: '/staff/channels',
  output: z.object({ items: rowsOf('channel', ChannelSetup) }),
});

/** Keeps the webhook of a channel; its token is stored encrypted. Null forgets it. */
export const putWebhook = defineRoute({
  name: 'webhook.put',
  method: 'PUT',
  path: '/internal/channels/:channelId/webhook',
  services: ['ai-worker'],
  params,
  body: z.object({ webhook: Webhook.nullable() }),
  output: z.object({}),
});
