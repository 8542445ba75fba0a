import type { LimitingTier, PlaceSettings } from '@tzurot/contracts';
import { z } from 'zod';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';
import type { Rows } from '../database/transaction.ts';
import type { Scope } from './tiers.ts';

/** Whoever reads it leaves out what is not understood. */
const Stored = z.json();

/** What every listener must know of places where anything is set. */
export async function readPlaceSettings(db: Rows): Promise<PlaceSettings[]> {
  const anything = { where: { settings: { not: {} } }, select: { id: true, settings: true } };
  const [operator, guilds, channels] = await Promise.all([
    db.operatorSettings.findFirst(),
    db.guild.findMany(anything),
    db.channel.findMany(anything),
  ]);
  const of = (tier: LimitingTier) => (row: { id: bigint; settings: unknown }) => ({
    tier,
    id: toSnowflake(row.id),
    settings: Stored.parse(row.settings),
  });
  return [
    ...(operator === null ? [] : [{ tier: 'operator' as const, id: null, settings: Stored.parse(operator.settings) }]),
    ...guilds.map(of('guild')),
    ...channels.map(of('channel')),
  ];
}

/** The same of one place. */
export async function readSettingsOf(tier: LimitingTier, scope: Scope, db: Rows): Promise<PlaceSettings> {
  if (tier === 'operator') {
    const row = await db.operatorSettings.findFirst();
    return { tier, id: null, settings: Stored.parse(row?.settings ?? {}) };
  }
  const id = (tier === 'guild' ? scope.guildId : scope.channelId) ?? '0';
  const select = { settings: true } as const;
  const where = { id: toBigInt(id) };
  const row =
    tier === 'guild' ? await db.guild.findUnique({ where, select }) : await db.channel.findUnique({ where, select });
  return { tier, id, settings: Stored.parse(row?.settings ?? {}) };
}
