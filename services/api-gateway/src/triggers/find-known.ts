import type { GatewayContext } from '../context.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';

/** Of these messages, those that the ledger has as triggers. */
export async function findKnown(
  triggerIds: readonly string[],
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<string[]> {
  const known = await prisma.trigger.findMany({
    where: { id: { in: triggerIds.map(toBigInt) } },
    select: { id: true },
  });
  return known.map(({ id }) => toSnowflake(id));
}
