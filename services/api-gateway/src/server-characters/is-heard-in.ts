import { type Statement, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

/** Whether a server hears a public character `c`, as a condition: unless its staff chose otherwise. Everywhere else all are heard. */
export function isHeardIn(guildId: string | undefined): Statement {
  if (guildId === undefined) return sql`TRUE`;
  const guild = toBigInt(guildId);
  return sql`coalesce(
    (SELECT choice = 'allow' FROM server_characters WHERE guild_id = ${guild}::bigint AND character_id = c.id),
    (SELECT hears = 'all' FROM guilds WHERE id = ${guild}::bigint),
    TRUE)`;
}
