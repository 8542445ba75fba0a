import type { Caller, MemoryModes, RouteRequest, setMemoryModes } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { findOrKeepUser } from '../users/users.ts';

type Context = Pick<GatewayContext, 'pool' | 'prisma'>;

/** A mode that is over counts as none. */
export async function readModes(caller: Caller, { prisma }: Pick<Context, 'prisma'>): Promise<MemoryModes> {
  const user = await prisma.user.findUnique({
    where: { discordId: toBigInt(caller.id) },
    select: { incognitoUntil: true, freshUntil: true },
  });
  const stillOn = (until: Date | null | undefined) =>
    until !== null && until !== undefined && until.getTime() > Date.now() ? until.toISOString() : null;
  return { incognitoUntil: stillOn(user?.incognitoUntil), freshUntil: stillOn(user?.freshUntil) };
}

export async function changeModes(
  caller: Caller,
  change: RouteRequest<typeof setMemoryModes>['body'],
  ctx: Context,
): Promise<MemoryModes> {
  const { id } = await findOrKeepUser(caller, ctx);
  const dateOf = (until: string | null) => (until === null ? null : new Date(until));
  await ctx.prisma.user.update({
    where: { id },
    data: {
      ...(change.incognitoUntil !== undefined && { incognitoUntil: dateOf(change.incognitoUntil) }),
      ...(change.freshUntil !== undefined && { freshUntil: dateOf(change.freshUntil) }),
    },
  });
  return readModes(caller, ctx);
}
