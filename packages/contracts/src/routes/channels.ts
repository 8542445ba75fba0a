import { z } from 'zod';
import { defineRoute } from '../define-route.ts';
import { Alias } from '../entities/character.ts';
import { Webhook } from '../entities/turn.ts';
import { Id, Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';

const params = z.object({ channelId: Snowflake });

/** A channel in which a character answers every message. */
export const Activation = z.object({ channelId: Snowflake, characterId: Id });
export type Activation = z.infer<typeof Activation>;

/** A character as the address book keeps it. A private one is only heard from its owner. */
export const Addressee = z.object({
  characterId: Id,
  slug: z.string().max(LIMITS.slug),
  name: z.string().max(LIMITS.characterName),
  /** Null when everybody may talk to it. */
  ownerId: Snowflake.nullable(),
});
export type Addressee = z.infer<typeof Addressee>;

/** The whole address book. `version` rises by one with every change that is published. */
export const getAddressBook = defineRoute({
  name: 'address-book.get',
  method: 'GET',
  path: '/internal/address-books',
  services: ['bot-client'],
  output: z.object({
    version: z.number().int(),
    addressees: z.array(Addressee),
    aliases: z.array(Alias),
    activations: z.array(Activation),
  }),
});

/** DM channels that have been talked in, for the look back after a restart. */
export const listDmChannels = defineRoute({
  name: 'channel.list-dms',
  method: 'GET',
  path: '/internal/dm-channels',
  services: ['bot-client'],
  output: z.object({ channelIds: z.array(Snowflake) }),
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
  path: '/internal/webhooks/:channelId',
  services: ['ai-worker'],
  params,
  body: z.object({ webhook: Webhook.nullable() }),
  output: z.object({}),
});
