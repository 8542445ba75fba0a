import {
  type AddedAlias,
  type AliasScope,
  type addAlias,
  type Caller,
  type listAliases,
  MAX_ALIASES_PER_SCOPE,
  type RouteOutput,
  type removeAlias,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { nextVersion } from '../address-book/address-book.ts';
import { audit } from '../audits/audits.ts';
import {
  requireOwned,
  requireTalkable,
  standingColumns,
  standingOf,
  type TalkableCharacter,
} from '../characters/access.ts';
import { publish } from '../characters/characters.ts';
import { aliasKey } from '../characters/own-names.ts';
import { refuseReservedNames } from '../characters/reserved-names.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { type Rows, transaction } from '../database/transaction.ts';

interface Naming {
  characterId: string;
  name: string;
  scope: AliasScope;
}

/** @throws as `requireTalkable` */
export async function list(
  caller: Caller,
  characterId: string,
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<RouteOutput<typeof listAliases>> {
  const { name: characterName, isMine } = await requireTalkable(prisma, caller, characterId);
  const { slug } = await prisma.character.findUniqueOrThrow({ where: { id: characterId }, select: { slug: true } });
  const rows = await prisma.alias.findMany({
    where: {
      characterId,
      source: 'added',
      OR: [
        scopeOf('everywhere', caller),
        scopeOf('me', caller),
        ...(caller.guildId ? [scopeOf('server', caller)] : []),
      ],
    },
    orderBy: { key: 'asc' },
  });
  const items = rows.map(({ id, name, userId, guildId }): AddedAlias => {
    const scope = userId !== null ? 'me' : guildId !== null ? 'server' : 'everywhere';
    return { id, name, scope, isMine: mayName(caller, scope, isMine) };
  });
  return { characterName, slug, items };
}

/**
 * Whoever changes names takes the next version of the address book first, so no two do so at once.
 * @throws AppError as the route says
 */
export async function add(
  caller: Caller,
  { characterId, name, scope }: Naming,
  ctx: GatewayContext,
): Promise<RouteOutput<typeof addAlias>> {
  const character = await requireNaming(caller, { characterId, scope }, ctx.prisma);
  await refuseReservedNames({ name }, ctx);
  const key = aliasKey(name);
  const place = scopeOf(scope, caller);
  const added = await transaction(ctx.prisma, async (tx) => {
    const next = await nextVersion(tx);
    const holder = await tx.alias.findFirst({
      where: { key, source: 'added', ...place, character: { deletedAt: null } },
      select: { characterId: true },
    });
    if (holder?.characterId === characterId) return null;
    if (holder !== null) {
      throw new AppError('conflict', `${name} calls another character there`, {
        reason: 'alias-taken',
        facts: { alias: name },
      });
    }
    if ((await tx.alias.count({ where: { characterId, source: 'added', ...place } })) >= MAX_ALIASES_PER_SCOPE) {
      throw new AppError('limit-reached', 'the character has too many names', {
        reason: 'too-many-aliases',
        facts: { max: MAX_ALIASES_PER_SCOPE },
      });
    }
    await tx.alias.create({ data: { id: uuidV7(), characterId, name, key, source: 'added', ...place } });
    await note(tx, caller, 'alias.add', { characterId, name, scope });
    return next;
  });
  if (added !== null) await publish(characterId, added, ctx);
  return { characterName: character.name, isShared: await isShared(ctx.prisma, caller, { characterId, key }) };
}

/** @throws AppError as the route says */
export async function remove(
  caller: Caller,
  { characterId, name, scope }: Naming,
  ctx: GatewayContext,
): Promise<RouteOutput<typeof removeAlias>> {
  const character = await requireNaming(caller, { characterId, scope }, ctx.prisma);
  const version = await transaction(ctx.prisma, async (tx) => {
    const next = await nextVersion(tx);
    const where = { characterId, key: aliasKey(name), source: 'added', ...scopeOf(scope, caller) };
    const { count } = await tx.alias.deleteMany({ where });
    if (count === 0) {
      throw new AppError('not-found', `the character has no name ${name} there`, {
        reason: 'alias-unknown',
        facts: { alias: name, name: character.name },
      });
    }
    await note(tx, caller, 'alias.remove', { characterId, name, scope });
    return next;
  });
  await publish(characterId, version, ctx);
  return { characterName: character.name };
}

/** Where the name holds. @throws AppError `forbidden` for a server's outside of one */
function scopeOf(scope: AliasScope, { id, guildId }: Caller): { userId: bigint | null; guildId: bigint | null } {
  if (scope === 'me') return { userId: toBigInt(id), guildId: null };
  if (scope === 'everywhere') return { userId: null, guildId: null };
  if (guildId === undefined) throw new AppError('forbidden', 'there is no server here', { reason: 'staff-only' });
  return { userId: null, guildId: toBigInt(guildId) };
}

function mayName({ isOperator, isStaff, guildId }: Caller, scope: AliasScope, isMine: boolean): boolean {
  if (scope === 'me') return true;
  return scope === 'server' ? isStaff && guildId !== undefined : isMine || isOperator;
}

/** @throws AppError `forbidden` for who may not, and for a private character whose name would be told to others */
async function requireNaming(
  caller: Caller,
  { characterId, scope }: Omit<Naming, 'name'>,
  db: Rows,
): Promise<TalkableCharacter> {
  const character =
    scope === 'everywhere'
      ? await requireOwned(db, caller, characterId)
      : await requireTalkable(db, caller, characterId);
  if (!mayName(caller, scope, character.isMine)) {
    throw new AppError('forbidden', `a name for ${scope} is not for the caller to give`, { reason: 'staff-only' });
  }
  if (scope !== 'me' && !character.isPublic) {
    throw new AppError('forbidden', 'a private character has no names for others', {
      reason: 'alias-needs-public',
      facts: { name: character.name },
    });
  }
  return character;
}

/** Whether somebody else whom the caller may talk to is called so, wherever they are now. */
async function isShared(db: Rows, caller: Caller, { characterId, key }: { characterId: string; key: string }) {
  const others = await db.alias.findMany({
    where: {
      key,
      characterId: { not: characterId },
      OR: [
        scopeOf('everywhere', caller),
        scopeOf('me', caller),
        ...(caller.guildId ? [scopeOf('server', caller)] : []),
      ],
    },
    select: { character: { select: standingColumns(caller) } },
  });
  return others.some(({ character }) => standingOf(character, caller).mayTalk);
}

/** What only the caller hears is nobody else's concern. */
async function note(tx: Rows, caller: Caller, action: string, { characterId, name, scope }: Naming): Promise<void> {
  if (scope === 'me') return;
  const facts = { alias: name, scope, ...(scope === 'server' && caller.guildId && { guildId: caller.guildId }) };
  await audit(tx, { actorId: caller.id, action, targetId: characterId, facts });
}
