import {
  ADDRESS_BOOK_CHANNEL,
  type AddressBookChange,
  type Addressee,
  type Alias,
  type getAddressBook,
  type RouteOutput,
} from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { toSnowflake } from '../database/snowflakes.ts';
import type { Rows } from '../database/transaction.ts';
import { readDenials } from '../denials/read.ts';
import type { Alias as AliasRow } from '../generated/prisma/client.ts';
import { readChoices } from '../server-characters/read-choices.ts';
import { readPlaceSettings } from '../settings/place-settings.ts';

/** There is one address book. */
const BOOK = { id: 1 };

/** Gives the next version of the address book, in the transaction that changes it. */
export async function nextVersion(tx: Rows): Promise<number> {
  const { version } = await tx.addressBook.upsert({
    where: BOOK,
    create: { ...BOOK, version: 1 },
    update: { version: { increment: 1 } },
  });
  return Number(version);
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

const addresseeColumns = {
  id: true,
  slug: true,
  name: true,
  isPublic: true,
  owner: { select: { discordId: true } },
  people: { select: { personId: true }, orderBy: { personId: 'asc' } },
} as const;

/** Of a deleted one nobody hears. */
const kept = { deletedAt: null };

/** The whole address book. The version is read first, so that a change in the meantime is applied twice and not missed. */
export async function readAddressBook({
  prisma,
}: Pick<GatewayContext, 'prisma'>): Promise<RouteOutput<typeof getAddressBook>> {
  const book = await prisma.addressBook.findUnique({ where: BOOK });
  const orderBy = { id: 'asc' } as const;
  const [characters, aliases, active, denials, choices, settings] = await Promise.all([
    prisma.character.findMany({ where: kept, select: addresseeColumns, orderBy }),
    prisma.alias.findMany({ where: { character: kept }, orderBy }),
    prisma.activeCharacter.findMany({
      where: { character: kept },
      orderBy: [{ channelId: 'asc' }, { position: 'asc' }],
    }),
    readDenials(prisma),
    readChoices(prisma),
    readPlaceSettings(prisma),
  ]);
  return {
    version: Number(book?.version ?? 0),
    addressees: characters.map(toAddressee),
    aliases: aliases.map(toAlias),
    activations: [...Map.groupBy(active, ({ channelId }) => channelId)].map(([channelId, rows]) => ({
      channelId: toSnowflake(channelId),
      characterIds: rows.map(({ characterId }) => characterId),
    })),
    denials,
    choices,
    settings,
  };
}

/** A character as the address book has it; null when it is gone. */
export async function readAddressee(
  db: Rows,
  characterId: string,
): Promise<{ addressee: Addressee; aliases: Alias[] } | null> {
  const character = await db.character.findFirst({
    where: { id: characterId, ...kept },
    select: { ...addresseeColumns, aliases: { orderBy: { id: 'asc' } } },
  });
  return character && { addressee: toAddressee(character), aliases: character.aliases.map(toAlias) };
}

interface AddresseeRow {
  id: string;
  slug: string;
  name: string;
  isPublic: boolean;
  owner: { discordId: bigint };
  people: readonly { personId: bigint }[];
}

function toAddressee({ id, owner, people, ...row }: AddresseeRow): Addressee {
  const personIds = people.map(({ personId }) => toSnowflake(personId));
  const { slug, name, isPublic } = row;
  return { characterId: id, slug, name, ownerId: toSnowflake(owner.discordId), isPublic, personIds };
}

function toAlias({ name, characterId, userId, guildId }: AliasRow): Alias {
  return {
    name,
    characterId,
    userId: userId === null ? null : toSnowflake(userId),
    guildId: guildId === null ? null : toSnowflake(guildId),
  };
}
