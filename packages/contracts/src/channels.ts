import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';
import { rowsOf } from './rows.ts';

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

/** Lets a character answer every message in a channel of the caller's server. A channel has at most one. */
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
  }),
});

export const deactivateChannel = defineRoute({
  name: 'channel.deactivate',
  method: 'POST',
  path: '/staff/channels/:channelId/deactivate',
  idempotent: true,
  params,
  output: z.object({ characterName: z.string().nullable() }),
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
