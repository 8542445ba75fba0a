import {
  type Caller,
  type CharacterPeople,
  MAX_PEOPLE_PER_CHARACTER,
  type PersonRole,
  type putCharacterPerson,
  type RouteOutput,
  type RouteRequest,
  type removeCharacterPerson,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { nextVersion } from '../address-book/address-book.ts';
import { audit } from '../audits/audits.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import { transaction } from '../database/transaction.ts';
import { requireOwned, requireOwner, requireTalkable } from './access.ts';
import { publish } from './characters.ts';

interface Named {
  characterId: string;
  personId: string;
}

/** To whom the owner opened it, co-owners first. @throws as `requireOwned` */
export async function list(
  caller: Caller,
  characterId: string,
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<CharacterPeople> {
  const { name: characterName, isPublic } = await requireOwned(prisma, caller, characterId);
  const people = await prisma.characterPerson.findMany({
    where: { characterId },
    orderBy: [{ role: 'asc' }, { createdAt: 'asc' }],
  });
  return {
    characterName,
    isPublic,
    people: people.map(({ personId, name, role }) => ({
      personId: toSnowflake(personId),
      name,
      role: role as PersonRole,
    })),
  };
}

/** @throws as `requireOwner`; AppError `limit-reached`, `invalid-input` for the owner */
export async function put(
  caller: Caller,
  { characterId, personId, name, role }: Named & RouteRequest<typeof putCharacterPerson>['body'],
  ctx: GatewayContext,
): Promise<CharacterPeople> {
  await requireOwner(ctx.prisma, caller, characterId);
  const key = { characterId, personId: toBigInt(personId) };
  const version = await transaction(ctx.prisma, async (tx) => {
    const next = await nextVersion(tx);
    const { owner } = await tx.character.findUniqueOrThrow({
      where: { id: characterId },
      select: { owner: { select: { discordId: true } } },
    });
    if (owner.discordId === key.personId) {
      throw new AppError('invalid-input', 'the owner needs no other role', { reason: 'person-is-owner' });
    }
    if (
      (await tx.characterPerson.count({ where: { characterId, personId: { not: key.personId } } })) >=
      MAX_PEOPLE_PER_CHARACTER
    ) {
      throw new AppError('limit-reached', 'the character is open to too many', {
        reason: 'too-many-people',
        facts: { max: MAX_PEOPLE_PER_CHARACTER },
      });
    }
    await tx.characterPerson.upsert({
      where: { characterId_personId: key },
      create: { ...key, name, role },
      update: { name, role },
    });
    const action = role === 'co-owner' ? 'character.share' : 'character.open';
    await audit(tx, { actorId: caller.id, action, targetId: characterId, facts: { person: personId, name } });
    return next;
  });
  await publish(characterId, version, ctx);
  return list(caller, characterId, ctx);
}

/** Whoever it is open to may leave. @throws as `requireOwner` for everybody else */
export async function remove(
  caller: Caller,
  { characterId, personId }: Named,
  ctx: GatewayContext,
): Promise<RouteOutput<typeof removeCharacterPerson>> {
  const require = personId === caller.id ? requireTalkable : requireOwner;
  const { name: characterName } = await require(ctx.prisma, caller, characterId);
  const version = await transaction(ctx.prisma, async (tx) => {
    const next = await nextVersion(tx);
    const { count } = await tx.characterPerson.deleteMany({ where: { characterId, personId: toBigInt(personId) } });
    if (count === 0) return null;
    const facts = { person: personId };
    await audit(tx, { actorId: caller.id, action: 'character.close', targetId: characterId, facts });
    return next;
  });
  if (version !== null) await publish(characterId, version, ctx);
  return { characterName, wasThere: version !== null };
}
