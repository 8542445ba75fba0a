import type { Caller } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import type { Prisma } from '../generated/prisma/client.ts';

export type LoreContext = Pick<GatewayContext, 'pool' | 'prisma'>;

/** Somebody else's book is answered like one that does not exist. */
export const ownBook = (caller: Pick<Caller, 'id'>, id: string): Prisma.LorebookWhereInput => ({
  id,
  owner: { discordId: toBigInt(caller.id) },
});
