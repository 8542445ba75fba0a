import type { activateChannel, Caller, RouteOutput } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { nextVersion, publishChange } from '../address-book/address-book.ts';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { type Database, inTransaction, query, queryOne, sql } from '../database/query.ts';
import { toBigInt, toSnowflake } from '../database/snowflakes.ts';

type Staff = Caller & { guildId: string };

/** Lets a character answer every message of a channel. @throws AppError `forbidden` for a channel of another server */
export async function activate(
  staff: Staff,
  { channelId, characterId }: { channelId: string; characterId: string },
  ctx: GatewayContext,
): Promise<RouteOutput<typeof activateChannel>> {
  const guildId = toBigInt(staff.guildId);
  const { character, version } = await inTransaction(ctx.pool, async (tx) => {
    const found = await requireTalkable(tx, staff, characterId);
    await requireOwnGuild(tx, channelId, staff);
    await query(
      tx,
      sql`INSERT INTO channels (id, guild_id, activated_character_id)
          VALUES (${toBigInt(channelId)}::bigint, ${guildId}::bigint, ${characterId}::uuid)
          ON CONFLICT (id) DO UPDATE SET guild_id = excluded.guild_id, activated_character_id = excluded.activated_character_id`,
    );
    return { character: found, version: await nextVersion(tx) };
  });
  await publishChange({ version, change: { kind: 'activation', channelId, characterId } }, ctx);
  return { characterName: character.name, isPublic: character.isPublic };
}

/** @returns the name of the character that was active; null when none was */
export async function deactivate(staff: Staff, channelId: string, ctx: GatewayContext): Promise<string | null> {
  const ended = await inTransaction(ctx.pool, async (tx) => {
    await requireOwnGuild(tx, channelId, staff);
    const before = await queryOne<{ name: string }>(
      tx,
      sql`SELECT c.name FROM channels ch JOIN characters c ON c.id = ch.activated_character_id
          WHERE ch.id = ${toBigInt(channelId)}::bigint`,
    );
    if (before === null) return null;
    await query(tx, sql`UPDATE channels SET activated_character_id = NULL WHERE id = ${toBigInt(channelId)}::bigint`);
    return { name: before.name, version: await nextVersion(tx) };
  });
  if (ended === null) return null;
  await publishChange({ version: ended.version, change: { kind: 'activation', channelId, characterId: null } }, ctx);
  return ended.name;
}

/** Staff of one server rule only its channels; a channel that is not known yet is taken for theirs. */
export async function requireOwnGuild(tx: Database, channelId: string, staff: Staff): Promise<void> {
  const channel = await queryOne<{ guild_id: string | null; kind: string | null }>(
    tx,
    sql`SELECT guild_id, kind FROM channels WHERE id = ${toBigInt(channelId)}::bigint FOR UPDATE`,
  );
  if (channel === null) return;
  const isForeign = channel.guild_id === null ? channel.kind === 'dm' : toSnowflake(channel.guild_id) !== staff.guildId;
  if (isForeign) throw new AppError('forbidden', `channel ${channelId} is not in server ${staff.guildId}`);
}

/** So many are looked through after a restart; Discord allows about one request per second and channel. */
const MAX_DM_CHANNELS = 1_000;

/** DM channels that were talked in, the latest first. */
export async function listDms({ pool }: Pick<GatewayContext, 'pool'>): Promise<string[]> {
  const rows = await query<{ id: string }>(
    pool,
    sql`SELECT id FROM channels WHERE kind = 'dm' AND last_trigger_id IS NOT NULL
        ORDER BY last_trigger_id DESC LIMIT ${MAX_DM_CHANNELS}`,
  );
  return rows.map((row) => toSnowflake(row.id));
}
