import { type getStatus, MAX_BAD_ROWS, MAX_ENCRYPTION_KEYS, type RouteOutput } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { countSecrets } from '../database/rotate-secrets.ts';
import { OPERATOR_DISCORD_ID } from '../users/users.ts';

/** How the gateway and its database are doing. */
export async function readStatus(
  ctx: Pick<GatewayContext, 'pool' | 'prisma' | 'box' | 'badRows' | 'embedLater'>,
): Promise<RouteOutput<typeof getStatus>> {
  const { prisma, badRows, embedLater } = ctx;
  const startedAt = performance.now();
  await prisma.$queryRaw`SELECT 1`;
  const databaseMs = performance.now() - startedAt;
  const [characters, users, unfinishedTurns, encryptionKeys] = await Promise.all([
    prisma.character.count(),
    prisma.user.count({ where: { discordId: { not: OPERATOR_DISCORD_ID } } }),
    prisma.turn.count({ where: { endedAt: null } }),
    countSecrets(ctx),
  ]);
  const damaged = badRows.list();
  return {
    databaseMs: Math.round(databaseMs * 100) / 100,
    hasVectors: embedLater !== null,
    badRows: { count: damaged.length, rows: damaged.slice(0, MAX_BAD_ROWS) },
    encryptionKeys: encryptionKeys.slice(0, MAX_ENCRYPTION_KEYS),
    counts: { characters, users, unfinishedTurns },
  };
}
