import { z } from 'zod';
import { Alias } from './entities/character.ts';
import { Id, Snowflake } from './ids.ts';
import { Addressee } from './routes/channels.ts';

/** One change of the address book. A listener whose version is not `version - 1` has missed one, and reloads the whole. */
export const AddressBookChange = z.object({
  version: z.number().int(),
  change: z.discriminatedUnion('kind', [
    /** The character with all its names; replaces what was known of it. */
    z.object({ kind: z.literal('character'), addressee: Addressee, aliases: z.array(Alias) }),
    z.object({ kind: z.literal('character-gone'), characterId: Id }),
    z.object({ kind: z.literal('activation'), channelId: Snowflake, characterId: Id.nullable() }),
  ]),
});
export type AddressBookChange = z.infer<typeof AddressBookChange>;

/** The shared-state channel on which the gateway publishes address book changes. */
export const ADDRESS_BOOK_CHANNEL = 'address-book';

/** The shared-state channel on which the gateway tells that a trigger is gone, so that a running turn stops early. */
export const TRIGGER_GONE_CHANNEL = 'trigger-gone';
export const TriggerGone = z.object({ triggerId: Snowflake });
