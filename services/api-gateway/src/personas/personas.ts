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
  const rows = await ctx.prisma.persona.findMany({ where: { userId }, orderBy: { id: 'asc' } });
  const personas = rows.map((row) => toPersona(row, defaultId));
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

function toPersona({ id, name, pronouns, about, proxyTags }: PersonaRow, defaultId: string | null): Persona {
  // The contract of the route checks it, so that one that does not fit is left out of a list.
  return { id, name, pronouns, about, proxyTags: proxyTags as Persona['proxyTags'], isDefault: id === defaultId };
}
