import {
  ADDRESS_BOOK_CHANNEL,
  type AddressBookChange,
  type Addressee,
  type Alias,
  type getAddressBook,
  type RouteOutput,
} from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { type Database, query, queryOne, sql } from '../database/query.ts';
import { toSnowflake } from '../database/snowflakes.ts';

/** Gives the next version of the address book, in the transaction that changes it. */
export async function nextVersion(db: Database): Promise<number> {
  const row = await queryOne<{ version: string }>(
    db,
    sql`INSERT INTO address_book AS book (id, version) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET version = book.version + 1 RETURNING version`,
  );
  return Number(row?.version);
}

/** Tells bot-clients of a change, after its commit. Who misses it sees the gap in the versions, or reloads in time. */
export async function publishChange(
  change: AddressBookChange,
  { state, log }: Pick<GatewayContext, 'state' | 'log'>,
): Promise<void> {
  try {
    await state.publish(ADDRESS_BOOK_CHANNEL, change);
  } catch (error) {
    log.warn({ err: error, version: change.version }, 'address book change could not be published');
  }
}

interface CharacterNames {
  id: string;
  slug: string;
  name: string;
  owner_discord_id: string;
  is_public: boolean;
}

interface AliasRow {
  name: string;
  character_id: string;
  user_id: string | null;
  guild_id: string | null;
}

/** The whole address book. The version is read first, so that a change in the meantime is applied twice and not missed. */
export async function readAddressBook(db: Database): Promise<RouteOutput<typeof getAddressBook>> {
  const book = await queryOne<{ version: string }>(db, sql`SELECT version FROM address_book`);
  const characters = await query<CharacterNames>(
    db,
    sql`SELECT c.id, c.slug, c.name, c.is_public, owner.discord_id AS owner_discord_id
        FROM characters c JOIN users owner ON owner.id = c.owner_id ORDER BY c.id`,
  );
  const aliases = await query<AliasRow>(db, sql`SELECT name, character_id, user_id, guild_id FROM aliases ORDER BY id`);
  const activations = await query<{ id: string; character_id: string }>(
    db,
    sql`SELECT id, activated_character_id AS character_id FROM channels WHERE activated_character_id IS NOT NULL ORDER BY id`,
  );
  return {
    version: Number(book?.version ?? 0),
    addressees: characters.map(toAddressee),
    aliases: aliases.map(toAlias),
    activations: activations.map((row) => ({ channelId: toSnowflake(row.id), characterId: row.character_id })),
  };
}

/** A character as the address book has it; null when it is gone. */
export async function readAddressee(
  db: Database,
  characterId: string,
): Promise<{ addressee: Addressee; aliases: Alias[] } | null> {
  const character = await queryOne<CharacterNames>(
    db,
    sql`SELECT c.id, c.slug, c.name, c.is_public, owner.discord_id AS owner_discord_id
        FROM characters c JOIN users owner ON owner.id = c.owner_id WHERE c.id = ${characterId}::uuid`,
  );
  if (character === null) return null;
  const aliases = await query<AliasRow>(
    db,
    sql`SELECT name, character_id, user_id, guild_id FROM aliases WHERE character_id = ${characterId}::uuid ORDER BY id`,
  );
  return { addressee: toAddressee(character), aliases: aliases.map(toAlias) };
}

function toAddressee({ id, slug, name, is_public: isPublic, owner_discord_id: ownerId }: CharacterNames): Addressee {
  return { characterId: id, slug, name, ownerId: toSnowflake(ownerId), isPublic };
}

function toAlias({ name, character_id: characterId, user_id: userId, guild_id: guildId }: AliasRow): Alias {
  return {
    name,
    characterId,
    userId: userId === null ? null : toSnowflake(userId),
    guildId: guildId === null ? null : toSnowflake(guildId),
  };
}
