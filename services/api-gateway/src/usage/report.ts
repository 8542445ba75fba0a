import {
  type Caller,
  type RouteAnswer,
  type readOwnUsage,
  resolveSettings,
  type UsageGroup,
  type UsagePeriod,
  type UsageReport,
  type UsageSum,
} from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { query, type Statement, sql } from '../database/query.ts';
import { readTiers } from '../settings/tiers.ts';
import { findOrKeepUser } from '../users/users.ts';
import { endOf } from '../wallet/caps.ts';
import { NO_CHARACTER } from './usage.ts';

type Context = Pick<GatewayContext, 'pool' | 'prisma'>;

/** Of each kind so many are named. */
const MAX_GROUPS = 25;
const DAYS = { '7d': 7, '30d': 30 } as const;

const KINDS = {
  63: 'total',
  31: 'step',
  47: 'model',
  55: 'character',
  59: 'payer',
  61: 'person',
  62: 'server',
} as const;

const Row = z.object({
  kind: z
    .number()
    .refine((mask): mask is keyof typeof KINDS => mask in KINDS)
    .transform((mask) => KINDS[mask]),
  step: z.date().nullable(),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  character_id: z.string().nullable(),
  payer: z.string().nullable(),
  user_id: z.string().nullable(),
  guild_id: z.coerce.string().nullable(),
  calls: z.coerce.number(),
  failed_calls: z.coerce.number(),
  prompt_tokens: z.coerce.number(),
  completion_tokens: z.coerce.number(),
  cost_usd: z.coerce.number(),
});
type Row = z.output<typeof Row>;

/** A day is read from the events themselves, by hour; more from the sums of days. Both have the columns of `usage_days`. */
function sourceOf(period: UsagePeriod, whose: Statement): Statement {
  if (period === '24h') {
    return sql`(SELECT date_trunc('hour', created_at) AS step, user_id, coalesce(character_id, ${NO_CHARACTER}::uuid) AS character_id,
        coalesce(guild_id, 0) AS guild_id, vendor, model, payer, 1 AS calls, (outcome = 'failed')::int AS failed_calls,
        prompt_tokens, completion_tokens, coalesce(cost_usd, 0) AS cost_usd
      FROM usage_events WHERE created_at > now() - interval '24 hours' AND ${whose})`;
  }
  return sql`(SELECT day::timestamp AT TIME ZONE 'UTC' AS step, user_id, character_id, guild_id, vendor, model, payer, calls,
      failed_calls, prompt_tokens, completion_tokens, cost_usd
    FROM usage_days WHERE day > (now() AT TIME ZONE 'UTC')::date - ${DAYS[period]}::int AND ${whose})`;
}

/** By hand, because one pass makes all sums, where Prisma would read the rows seven times. */
async function readRows(period: UsagePeriod, whose: Statement, { pool }: Pick<Context, 'pool'>): Promise<Row[]> {
  return query(
    pool,
    sql`SELECT * FROM (
          SELECT *, row_number() OVER (PARTITION BY kind ORDER BY cost_usd DESC, prompt_tokens + completion_tokens DESC) AS rank
          FROM (
            SELECT grouping(step, model, character_id, payer, user_id, guild_id) AS kind, step, vendor, model, character_id, payer,
              user_id, guild_id, sum(calls) AS calls, sum(failed_calls) AS failed_calls, sum(prompt_tokens) AS prompt_tokens,
              sum(completion_tokens) AS completion_tokens, sum(cost_usd) AS cost_usd
            FROM ${sourceOf(period, whose)} AS used
            GROUP BY GROUPING SETS ((), (step), (vendor, model), (character_id), (payer), (user_id), (guild_id))
          ) AS grouped
        ) AS ranked
        WHERE rank <= ${MAX_GROUPS} OR kind = 31
        ORDER BY kind, rank`,
    Row,
  );
}

const NOTHING: UsageSum = { calls: 0, failedCalls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 };

const sumOf = (row: Row): UsageSum => ({
  calls: row.calls,
  failedCalls: row.failed_calls,
  promptTokens: row.prompt_tokens,
  completionTokens: row.completion_tokens,
  costUsd: row.cost_usd,
});

async function toReport(
  period: UsagePeriod,
  rows: readonly Row[],
  named: { isPublic?: true },
  { prisma }: Pick<Context, 'prisma'>,
): Promise<UsageReport> {
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind);
  const [characters, people] = await Promise.all([
    prisma.character.findMany({
      where: { ...named, id: { in: of('character').flatMap((row) => row.character_id ?? []) } },
      select: { id: true, name: true },
    }),
    prisma.user.findMany({
      where: { id: { in: of('person').flatMap((row) => row.user_id ?? []) } },
      select: { id: true, name: true, discordId: true },
    }),
  ]);
  const characterNames = new Map(characters.map(({ id, name }) => [id, name]));
  const persons = new Map(people.map((person) => [person.id, person]));
  const [total] = of('total');
  const groups = (kind: Row['kind'], nameOf: (row: Row) => Pick<UsageGroup, 'key' | 'name'>): UsageGroup[] =>
    of(kind).map((row) => ({ ...nameOf(row), ...sumOf(row) }));
  return {
    period,
    total: total === undefined || total.calls === 0 ? NOTHING : sumOf(total),
    steps: of('step')
      .map((row) => ({ at: (row.step ?? new Date()).toISOString(), ...sumOf(row) }))
      .toSorted((a, b) => a.at.localeCompare(b.at)),
    models: groups('model', (row) => ({ key: `${row.vendor}/${row.model}`, name: null })),
    characters: groups('character', ({ character_id: id }) => ({
      key: id === null || id === NO_CHARACTER ? '' : id,
      name: characterNames.get(id ?? '') ?? null,
    })),
    payers: groups('payer', ({ payer }) => ({ key: payer ?? '', name: null })),
    people: groups('person', ({ user_id: id }) => {
      const person = persons.get(id ?? '');
      return { key: person?.discordId.toString() ?? '', name: person?.name ?? null };
    }),
    servers: groups('server', ({ guild_id: id }) => ({ key: id === null || id === '0' ? '' : id, name: null })),
  };
}

/** Everybody's. Private characters have no name in it. */
export async function readAll(period: UsagePeriod, ctx: Context): Promise<UsageReport> {
  return toReport(period, await readRows(period, sql`true`, ctx), { isPublic: true }, ctx);
}

/** The caller's own, with what is left of a guest's share. */
export async function readOwn(
  caller: Caller,
  period: UsagePeriod,
  ctx: Context & Pick<GatewayContext, 'personLimit'>,
): Promise<RouteAnswer<typeof readOwnUsage>> {
  const { id: userId } = await findOrKeepUser(caller, ctx);
  const [rows, freeReplies] = await Promise.all([
    readRows(period, sql`user_id = ${userId}::uuid`, ctx),
    readFreeReplies(userId, ctx),
  ]);
  const report = await toReport(period, rows, {}, ctx);
  return { report: { ...report, people: [], servers: [] }, freeReplies };
}

async function readFreeReplies(
  userId: string,
  { pool, prisma, personLimit }: Context & Pick<GatewayContext, 'personLimit'>,
): Promise<RouteAnswer<typeof readOwnUsage>['freeReplies']> {
  if (personLimit === null || (await prisma.walletKey.count({ where: { userId, status: 'active' } })) > 0) return null;
  const { operator } = await readTiers({}, { pool });
  const limit = resolveSettings({ operator }).guestCallsPerPerson.value;
  if (limit === null) return null;
  const [row] = await query(
    pool,
    sql`SELECT coalesce(sum(calls), 0) AS used FROM usage_days
        WHERE user_id = ${userId}::uuid AND day = (now() AT TIME ZONE 'UTC')::date AND payer <> 'user'`,
    z.object({ used: z.coerce.number() }),
  );
  return { used: row?.used ?? 0, limit, renewsAt: endOf('day').toISOString() };
}
