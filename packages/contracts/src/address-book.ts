import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { DENIAL_KINDS, DeniedTarget } from './denials.ts';
import { Id, Snowflake } from './ids.ts';
import { LIMITS, MAX_ACTIVE_CHARACTERS } from './limits.ts';
import { rowsOf } from './rows.ts';
import { ServerChoice } from './server-characters.ts';
import { LIMITING_TIERS } from './settings/resolve.ts';
import { nameOf, Text } from './text.ts';

/** A name by which messages may address a character. Without `userId` and `guildId` it holds everywhere. */
export const Alias = z.object({
  name: nameOf(LIMITS.characterName),
  characterId: Id,
  userId: Snowflake.nullable(),
  guildId: Snowflake.nullable(),
});
export type Alias = z.infer<typeof Alias>;

/** A channel in which characters answer what calls nobody, in the order in which they were activated. */
export const Activation = z.object({
  channelId: Snowflake,
  characterIds: z.array(Id).max(MAX_ACTIVE_CHARACTERS),
});
export type Activation = z.infer<typeof Activation>;

/** What an operator, a server or a channel has set. `id` is Discord's; null for the operator. */
export const PlaceSettings = z.object({
  tier: z.enum(LIMITING_TIERS),
  id: Snowflake.nullable(),
  /** As `readTier` reads it: a listener that is older than the gateway doesn't know every setting. */
  settings: z.json(),
});
export type PlaceSettings = z.infer<typeof PlaceSettings>;

/** A character as the address book keeps it. A private one is only heard from its owner and those it is open to. */
export const Addressee = z.object({
  characterId: Id,
  slug: Text.max(LIMITS.slug),
  name: Text.max(LIMITS.characterName),
  ownerId: Snowflake,
  /** Everybody may talk to it. */
  isPublic: z.boolean(),
  /** To whom its owner opened it. */
  personIds: z.array(Snowflake).default([]),
});
export type Addressee = z.infer<typeof Addressee>;

/** The whole address book. `version` rises by one with every change that is published. */
export const getAddressBook = defineRoute({
  name: 'address-book.get',
  method: 'GET',
  path: '/internal/address-book',
  services: ['bot-client'],
  output: z.object({
    version: z.number().int(),
    addressees: rowsOf('character', Addressee),
    aliases: rowsOf('alias', Alias),
    activations: rowsOf('activation', Activation),
    /** Who or what is kept out now. */
    denials: rowsOf('denial', DeniedTarget).default([]),
    /** Of servers whose staff chose anything. */
    choices: rowsOf('server choice', ServerChoice).default([]),
    /** Of places where anything is set. */
    settings: rowsOf('place settings', PlaceSettings).default([]),
  }),
});

/** One change of the address book. A listener whose version is not `version - 1` has missed one, and reloads the whole. */
export const AddressBookChange = z.object({
  version: z.number().int(),
  change: z.discriminatedUnion('kind', [
    /** The character with all its names; replaces what was known of it. */
    z.object({ kind: z.literal('character'), addressee: Addressee, aliases: rowsOf('alias', Alias) }),
    z.object({ kind: z.literal('character-gone'), characterId: Id }),
    z.object({ kind: z.literal('denied'), denial: DeniedTarget }),
    z.object({
      kind: z.literal('denial-gone'),
      target: z.object({ kind: z.enum(DENIAL_KINDS), targetId: z.string() }),
    }),
    z.object({ kind: z.literal('server-choice'), choice: ServerChoice }),
    z.object({ kind: z.literal('activation'), ...Activation.shape }),
    z.object({ kind: z.literal('settings'), ...PlaceSettings.shape }),
  ]),
});
export type AddressBookChange = z.infer<typeof AddressBookChange>;

/** The shared-state channel on which the gateway publishes address book changes. */
export const ADDRESS_BOOK_CHANNEL = 'address-book';
