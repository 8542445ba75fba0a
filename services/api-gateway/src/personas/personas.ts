import {
  type Caller,
  type createPersona,
  MAX_PERSONAS_PER_USER,
  type Persona,
  type PersonaPatch,
  type RouteRequest,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { changes } from '../database/changes.ts';
import { lockUser, transaction } from '../database/transaction.ts';
import type { Persona as PersonaRow } from '../generated/prisma/client.ts';
import { findOrKeepUser } from '../users/users.ts';

type PersonaContext = Pick<GatewayContext, 'pool' | 'prisma'>;

/** @throws AppError `limit-reached` when the caller has too many */
export async function create(
  caller: Caller,
  { makeDefault: isDefault, ...draft }: RouteRequest<typeof createPersona>['body'],
  { pool, prisma }: PersonaContext,
): Promise<Persona> {
  const { id: userId } = await findOrKeepUser(caller, { pool, prisma });
  const row = await transaction(prisma, async (tx) => {
    await lockUser(tx, userId);
    if ((await tx.persona.count({ where: { userId } })) >= MAX_PERSONAS_PER_USER) {
      throw new AppError('limit-reached', `a person may have ${MAX_PERSONAS_PER_USER} personas`, {
        reason: 'too-many-personas',
        facts: { max: MAX_PERSONAS_PER_USER },
      });
    }
    const made = await tx.persona.create({
      data: { id: uuidV7(), userId, ...draft },
    });
    if (isDefault) await tx.user.update({ where: { id: userId }, data: { defaultPersonaId: made.id } });
    return made;
  });
  return toPersona(row, isDefault ? row.id : null);
}

/** The default first, then as they were made. */
export async function list(caller: Caller, ctx: PersonaContext): Promise<Persona[]> {
  const { id: userId, personaId: defaultId } = await findOrKeepUser(caller, ctx);
  const rows = await ctx.prisma.persona.findMany({
    where: { userId },
    orderBy: { id: 'asc' },
    include: { overrides: { select: { character: { select: { name: true } } } } },
  });
  const personas = rows.map(({ overrides, ...row }) => ({
    ...toPersona(row, defaultId),
    withCharacters: overrides.map(({ character }) => character.name),
  }));
  return [...personas.filter((persona) => persona.isDefault), ...personas.filter((persona) => !persona.isDefault)];
}

/** @throws NotFoundError when it is not the caller's */
export async function update(
  caller: Caller,
  personaId: string,
  patch: PersonaPatch,
  { pool, prisma }: PersonaContext,
): Promise<Persona> {
  const { id: userId, personaId: defaultId } = await findOrKeepUser(caller, { pool, prisma });
  const where = { id: personaId, userId };
  const [row] = await prisma.persona.updateManyAndReturn({ where, data: changes(patch) });
  if (row === undefined) throw new NotFoundError('persona', personaId);
  return toPersona(row, defaultId);
}

/** @throws NotFoundError when it is not the caller's */
export async function makeDefault(
  caller: Caller,
  personaId: string,
  { pool, prisma }: PersonaContext,
): Promise<Persona> {
  const { id: userId } = await findOrKeepUser(caller, { pool, prisma });
  const row = await prisma.persona.findFirst({ where: { id: personaId, userId } });
  if (row === null) throw new NotFoundError('persona', personaId);
  await prisma.user.update({ where: { id: userId }, data: { defaultPersonaId: personaId } });
  return toPersona(row, personaId);
}

/** @throws NotFoundError when it is not the caller's; AppError `conflict` for the default one, since everybody has one */
export async function remove(
  caller: Caller,
  personaId: string,
  { pool, prisma }: PersonaContext,
): Promise<{ name: string; deletedMemories: number }> {
  const { id: userId } = await findOrKeepUser(caller, { pool, prisma });
  return transaction(prisma, async (tx) => {
    await lockUser(tx, userId);
    const persona = await tx.persona.findFirst({ where: { id: personaId, userId }, include: { defaultOf: true } });
    if (persona === null) throw new NotFoundError('persona', personaId);
    const { name } = persona;
    if (persona.defaultOf !== null) {
      throw new AppError('conflict', 'the default persona stays', { reason: 'persona-is-default', facts: { name } });
    }
    const deletedMemories = await tx.memoryItem.count({ where: { ownerId: personaId } });
    await tx.persona.delete({ where: { id: personaId } });
    return { name, deletedMemories };
  });
}

/** @throws NotFoundError for a persona that is not the caller's, or a character that they may not talk to */
export async function choose(
  caller: Caller,
  characterId: string,
  personaId: string | null,
  { pool, prisma }: PersonaContext,
): Promise<{ personaName: string | null; characterName: string }> {
  const { id: userId } = await findOrKeepUser(caller, { pool, prisma });
  const { name: characterName } = await requireTalkable(prisma, caller, characterId);
  const persona = personaId === null ? null : await prisma.persona.findFirst({ where: { id: personaId, userId } });
  if (personaId !== null && persona === null) throw new NotFoundError('persona', personaId);
  await prisma.userCharacter.upsert({
    where: { userId_characterId: { userId, characterId } },
    create: { userId, characterId, personaId },
    update: { personaId },
  });
  return { personaName: persona?.name ?? null, characterName };
}

function toPersona(row: PersonaRow, defaultId: string | null): Persona {
  const { id, name, preferredName, pronouns, description, about } = row;
  // The contract of the route checks it, so that one that does not fit is left out of a list.
  const proxyTags = row.proxyTags as Persona['proxyTags'];
  const own = { id, name, preferredName, pronouns, description, about, proxyTags };
  return { ...own, isDefault: id === defaultId, withCharacters: [] };
}
