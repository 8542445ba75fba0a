import { type listProblems, PAGE_SIZE, type RouteOutput, type TurnStage } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';
import { toSnowflake } from '../database/snowflakes.ts';

const WEEK_MS = 7 * 24 * 60 * 60_000;
const KINDS = 8;

/** What went wrong with turns in the last week. */
export async function list(
  page: number,
  { prisma }: Pick<GatewayContext, 'prisma'>,
): Promise<RouteOutput<typeof listProblems>> {
  const since = new Date(Date.now() - WEEK_MS);
  const where = { problemAt: { gte: since } };
  const [total, rows, kinds, calls] = await Promise.all([
    prisma.turn.count({ where }),
    prisma.turn.findMany({
      where,
      orderBy: { problemAt: 'desc' },
      skip: (page - 1) * PAGE_SIZE,
      take: PAGE_SIZE,
      select: {
        id: true,
        characterName: true,
        channelId: true,
        stage: true,
        attempts: true,
        problem: true,
        problemAt: true,
        problemTrace: true,
      },
    }),
    prisma.turn.groupBy({
      by: ['problem'],
      where,
      _count: { _all: true },
      orderBy: { _count: { id: 'desc' } },
      take: KINDS,
    }),
    prisma.usageDay.groupBy({
      by: ['vendor', 'model'],
      where: { day: { gte: since }, failedCalls: { gt: 0 } },
      _sum: { failedCalls: true },
      orderBy: { _sum: { failedCalls: 'desc' } },
      take: KINDS,
    }),
  ]);
  return {
    items: rows.map((row) => ({
      turnId: row.id,
      characterName: row.characterName,
      channelId: toSnowflake(row.channelId),
      stage: row.stage as TurnStage,
      attempts: row.attempts,
      problem: row.problem ?? '',
      at: (row.problemAt ?? since).toISOString(),
      traceId: row.problemTrace,
    })),
    page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
    total,
    kinds: kinds.map(({ problem, _count }) => ({ problem: problem ?? '', count: _count._all })),
    failedCalls: calls.map(({ vendor, model, _sum }) => ({ vendor, model, count: _sum.failedCalls ?? 0 })),
  };
}
