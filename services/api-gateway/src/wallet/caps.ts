import { type Caller, type CapStanding, type KeyCap, type KeySpending, type VendorCatalogue } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { type Database, query, type Statement, sql } from '../database/query.ts';
import type { KeyCap as CapRow } from '../generated/prisma/client.ts';
import { findOrKeepUser } from '../users/users.ts';

/** From here on its owner is warned, once a period. */
const WARNED_AT_SHARE = 0.8;

/** What a person's keys for one vendor have spent, with their caps. */
export const VendorSpending = z.object({
  vendor: z.string(),
  cap: z.object({
    dayUsd: z.coerce.number().nullable(),
    monthUsd: z.coerce.number().nullable(),
    dayTokens: z.number().nullable(),
    monthTokens: z.number().nullable(),
  }),
  spent: z.object({
    dayUsd: z.coerce.number(),
    monthUsd: z.coerce.number(),
    dayTokens: z.coerce.number(),
    monthTokens: z.coerce.number(),
  }),
  warnedOf: z.string(),
});
export type VendorSpending = z.output<typeof VendorSpending>;

// By hand, because these are parts of the statement with which a turn is opened.

/** JSON of what was spent today and this month, of rows of `usage_days` under the name `used`. */
const spentJson = sql`json_build_object(
  'dayUsd', coalesce(sum(used.cost_usd) FILTER (WHERE used.day = (now() AT TIME ZONE 'UTC')::date), 0),
  'monthUsd', coalesce(sum(used.cost_usd), 0),
  'dayTokens', coalesce(sum(used.prompt_tokens + used.completion_tokens)
    FILTER (WHERE used.day = (now() AT TIME ZONE 'UTC')::date), 0),
  'monthTokens', coalesce(sum(used.prompt_tokens + used.completion_tokens), 0))`;

const isThisMonth = sql`used.payer = 'user' AND used.day >= date_trunc('month', now() AT TIME ZONE 'UTC')::date`;

/** Every cap of a person with what is spent of it, as JSON; null without any. @param userId an expression */
export const selectCaps = (userId: Statement): Statement => sql`(SELECT json_agg(json_build_object(
    'vendor', cap.vendor, 'warnedOf', cap.warned_of, 'cap', json_build_object('dayUsd', cap.day_usd, 'monthUsd', cap.month_usd,
      'dayTokens', cap.day_tokens, 'monthTokens', cap.month_tokens),
    'spent', (SELECT ${spentJson} FROM usage_days used
      WHERE used.user_id = cap.user_id AND used.vendor = cap.vendor AND ${isThisMonth})))
  FROM key_caps cap WHERE cap.user_id = ${userId})`;

/** The cap that is nearest to its end; null without any. */
export function standingOf(
  { vendor, cap, spent }: Pick<VendorSpending, 'vendor' | 'cap' | 'spent'>,
  vendors: VendorCatalogue,
  now = new Date(),
): CapStanding | null {
  const all = (['day', 'month'] as const).flatMap((period) =>
    (['usd', 'tokens'] as const).flatMap((unit) => {
      const name = `${period}${unit === 'usd' ? 'Usd' : 'Tokens'}` as const;
      const limit = cap[name];
      return limit === null ? [] : [{ period, unit, limit, share: spent[name] / limit }];
    }),
  );
  const [nearest] = all.toSorted((a, b) => b.share - a.share);
  if (nearest === undefined) return null;
  return {
    vendor: vendors.find(vendor)?.label ?? vendor,
    ...nearest,
    renewsAt: endOf(nearest.period, now).toISOString(),
  };
}

/** Calendar days and months are those of UTC. */
export function endOf(period: 'day' | 'month', now = new Date()): Date {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return new Date(period === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1));
}

/** Such as 2026-12 or 2026-12-01. */
const periodName = ({ period }: CapStanding, now: Date): string =>
  now.toISOString().slice(0, period === 'day' ? 10 : 7);

/**
 * Whether a cap's owner is to be warned now; then it counts as done for its period.
 * @returns the cap, once
 */
export async function warnOnce(
  userId: string,
  spending: VendorSpending,
  { pool, vendors }: Pick<GatewayContext, 'pool' | 'vendors'>,
): Promise<CapStanding | null> {
  const now = new Date();
  const standing = standingOf(spending, vendors, now);
  if (standing === null || standing.share < WARNED_AT_SHARE) return null;
  const name = periodName(standing, now);
  if (spending.warnedOf === name) return null;
  await query(
    pool,
    sql`UPDATE key_caps SET warned_of = ${name} WHERE user_id = ${userId}::uuid AND vendor = ${spending.vendor}`,
  );
  return standing;
}

/** @throws AppError `limit-reached` when a cap of this person's for the vendor is reached */
export async function requireBelowCap(
  userId: string,
  vendor: string,
  { pool, vendors }: Pick<GatewayContext, 'pool' | 'vendors'>,
): Promise<void> {
  const spending = (await readSpending(pool, userId)).find((each) => each.vendor === vendor);
  const standing = spending === undefined ? null : standingOf(spending, vendors);
  if (standing === null || standing.share < 1) return;
  throw new AppError('limit-reached', `a cap for ${vendor} is reached`, {
    reason: 'cap-reached',
    facts: { vendor: standing.vendor },
  });
}

async function readSpending(db: Database, userId: string): Promise<VendorSpending[]> {
  const [row] = await query(
    db,
    sql`SELECT ${selectCaps(sql`${userId}::uuid`)} AS caps`,
    z.object({ caps: z.array(VendorSpending).nullable() }),
  );
  return row?.caps ?? [];
}

/** What a person's own keys have spent, by vendor, with the caps that there are. */
export async function spendingByVendor(
  userId: string,
  { pool, prisma }: Pick<GatewayContext, 'pool' | 'prisma'>,
): Promise<Map<string, { spent: KeySpending; cap: KeyCap | null }>> {
  const [rows, caps] = await Promise.all([
    query(
      pool,
      sql`SELECT used.vendor, ${spentJson} AS spent FROM usage_days used
          WHERE used.user_id = ${userId}::uuid AND ${isThisMonth} GROUP BY used.vendor`,
      z.object({ vendor: z.string(), spent: VendorSpending.shape.spent }),
    ),
    prisma.keyCap.findMany({ where: { userId } }),
  ]);
  const spent = new Map(rows.map((row) => [row.vendor, row.spent]));
  const vendors = new Set([...spent.keys(), ...caps.map(({ vendor }) => vendor)]);
  return new Map(
    [...vendors].map((vendor) => {
      const cap = caps.find((each) => each.vendor === vendor);
      return [vendor, { spent: spent.get(vendor) ?? NOTHING_SPENT, cap: cap === undefined ? null : toCap(cap) }];
    }),
  );
}

export const NOTHING_SPENT: KeySpending = { dayUsd: 0, monthUsd: 0, dayTokens: 0, monthTokens: 0 };

const toCap = ({ dayUsd, monthUsd, dayTokens, monthTokens }: CapRow): KeyCap => ({
  dayUsd: dayUsd === null ? null : Number(dayUsd),
  monthUsd: monthUsd === null ? null : Number(monthUsd),
  dayTokens,
  monthTokens,
});

/** @throws AppError `invalid-input` for a cap in money where the vendor does not say what a call costs */
export async function setCap(
  caller: Caller,
  vendor: string,
  cap: KeyCap,
  ctx: Pick<GatewayContext, 'pool' | 'prisma' | 'vendors'>,
): Promise<{ cap: KeyCap; spent: KeySpending }> {
  const known = ctx.vendors.find(vendor);
  if (known?.tellsCost !== true && (cap.dayUsd !== null || cap.monthUsd !== null)) {
    throw new AppError('invalid-input', `${vendor} does not tell what a call costs`, {
      reason: 'cap-needs-tokens',
      facts: { vendor: known?.label ?? vendor },
    });
  }
  const { id: userId } = await findOrKeepUser(caller, ctx);
  const key = { userId_vendor: { userId, vendor } };
  // Whoever raises a cap is warned of the new one.
  const changed = { ...cap, warnedOf: '' };
  await ctx.prisma.keyCap.upsert({ where: key, create: { userId, vendor, ...changed }, update: changed });
  return { cap, spent: (await spendingByVendor(userId, ctx)).get(vendor)?.spent ?? NOTHING_SPENT };
}
