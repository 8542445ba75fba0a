import { readTier, type StoredTier, type TierSettings } from '@tzurot/contracts';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { queryOne, raw, type Statement, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

/** Whose settings are meant. What is missing has no row, so its tier says nothing. */
export interface Scope {
  /** Of Discord. */
  guildId?: string;
  /** Of Discord; a channel of `guildId`. */
  channelId?: string;
  characterId?: string;
  userId?: string;
}

interface Tier {
  table: string;
  /** Which row; null where the scope names none. */
  row(scope: Scope): Statement | null;
  /** Makes the row where it may be missing. */
  ensure?(scope: Scope, ctx: Pick<GatewayContext, 'prisma'>): Promise<unknown>;
}

const OPERATOR_ROW = 1;

const TIERS: Record<StoredTier, Tier> = {
  operator: {
    table: 'operator_settings',
    row: () => sql`id = ${OPERATOR_ROW}`,
    ensure: (_scope, { prisma }) =>
      prisma.operatorSettings.createMany({ data: { id: OPERATOR_ROW }, skipDuplicates: true }),
  },
  character: {
    table: 'characters',
    row: ({ characterId }) => (characterId === undefined ? null : sql`id = ${characterId}::uuid`),
  },
  guild: {
    table: 'guilds',
    row: ({ guildId }) => (guildId === undefined ? null : sql`id = ${toBigInt(guildId)}::bigint`),
    ensure: async ({ guildId }, { prisma }) =>
      guildId !== undefined && prisma.guild.createMany({ data: { id: toBigInt(guildId) }, skipDuplicates: true }),
  },
  channel: {
    table: 'channels',
    row: ({ channelId, guildId }) =>
      channelId === undefined || guildId === undefined
        ? null
        : sql`id = ${toBigInt(channelId)}::bigint AND guild_id = ${toBigInt(guildId)}::bigint`,
    ensure: async ({ channelId, guildId }, { prisma }) => {
      if (channelId === undefined || guildId === undefined) return;
      const [id, guild] = [toBigInt(channelId), toBigInt(guildId)];
      await prisma.channel.createMany({ data: { id, guildId: guild }, skipDuplicates: true });
      // A channel of which only a webhook was known has no server yet.
      await prisma.channel.updateMany({ where: { id, guildId: null, kind: null }, data: { guildId: guild } });
    },
  },
  user: {
    table: 'users',
    row: ({ userId }) => (userId === undefined ? null : sql`id = ${userId}::uuid`),
  },
  'user-character': {
    table: 'user_characters',
    row: ({ userId, characterId }) =>
      userId === undefined || characterId === undefined
        ? null
        : sql`user_id = ${userId}::uuid AND character_id = ${characterId}::uuid`,
    ensure: async ({ userId, characterId }, { prisma }) =>
      userId !== undefined &&
      characterId !== undefined &&
      prisma.userCharacter.createMany({ data: { userId, characterId }, skipDuplicates: true }),
  },
};

const NAMES = Object.keys(TIERS) as StoredTier[];

const FoundTiers = z.object({ tiers: z.partialRecord(z.enum(NAMES), z.unknown()) });

/** What every tier of the scope says, in one statement. */
export async function readTiers(
  scope: Scope,
  { pool }: Pick<GatewayContext, 'pool'>,
): Promise<Record<StoredTier, TierSettings>> {
  const selects = NAMES.map((name) => {
    const row = TIERS[name].row(scope);
    return sql`${name}::text, ${row === null ? sql`NULL` : sql`(SELECT settings FROM ${raw(TIERS[name].table)} WHERE ${row})`}`;
  });
  const [first, ...others] = selects;
  const pairs = others.reduce((list, select) => sql`${list}, ${select}`, first ?? sql``);
  const found = await queryOne(pool, sql`SELECT json_build_object(${pairs}) AS tiers`, FoundTiers);
  return Object.fromEntries(NAMES.map((name) => [name, readTier(found?.tiers[name])])) as Record<
    StoredTier,
    TierSettings
  >;
}

/** What is to change in one tier; what it does not name stays. */
export interface TierChange {
  values: object;
  reset: readonly string[];
  limits: object;
  resetLimits: readonly string[];
}

/**
 * Changes one tier. One statement merges the change into what is stored, so that of two people who change different
 * settings at once neither loses theirs; Prisma has no words for a merge.
 * @returns false where there is no such row
 */
export async function writeTier(
  tier: StoredTier,
  scope: Scope,
  { values, reset, limits, resetLimits }: TierChange,
  ctx: Pick<GatewayContext, 'pool' | 'prisma'>,
): Promise<boolean> {
  const { table, row, ensure } = TIERS[tier];
  const where = row(scope);
  if (where === null) return false;
  await ensure?.(scope, ctx);
  const merged = (part: 'values' | 'limits', change: object, gone: readonly string[]) => sql`
    (coalesce(settings->${part}::text, '{}'::jsonb) - ${[...gone]}::text[]) || ${JSON.stringify(change)}::jsonb`;
  const changed = await queryOne(
    ctx.pool,
    sql`UPDATE ${raw(table)} SET settings = settings || jsonb_build_object(
          'values', ${merged('values', values, reset)}, 'limits', ${merged('limits', limits, resetLimits)})
        WHERE ${where} RETURNING 1 AS done`,
    z.object({ done: z.literal(1) }),
  );
  return changed !== null;
}
