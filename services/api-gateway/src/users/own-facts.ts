import type { Caller, OwnFacts } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { findOrKeepUser } from './users.ts';

type Context = Pick<GatewayContext, 'pool' | 'prisma'>;

const select = { timezone: true, birthMonth: true, birthDay: true };

export async function readOwn(caller: Caller, ctx: Context): Promise<OwnFacts> {
  const { id } = await findOrKeepUser(caller, ctx);
  return toOwnFacts(await ctx.prisma.user.findUniqueOrThrow({ where: { id }, select }));
}

export async function changeOwn(
  caller: Caller,
  { timezone, birthday }: { [Name in keyof OwnFacts]?: OwnFacts[Name] | undefined },
  ctx: Context,
): Promise<OwnFacts> {
  const { id } = await findOrKeepUser(caller, ctx);
  const data = {
    ...(timezone !== undefined && { timezone: timezone ?? '' }),
    ...(birthday !== undefined && { birthMonth: birthday?.month ?? null, birthDay: birthday?.day ?? null }),
  };
  return toOwnFacts(await ctx.prisma.user.update({ where: { id }, data, select }));
}

function toOwnFacts(row: { timezone: string; birthMonth: number | null; birthDay: number | null }): OwnFacts {
  const { timezone, birthMonth: month, birthDay: day } = row;
  return {
    timezone: timezone === '' ? null : timezone,
    birthday: month === null || day === null ? null : { month, day },
  };
}
