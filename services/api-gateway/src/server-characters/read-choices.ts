import type { ServerChoice } from '@tzurot/contracts';
import { toSnowflake } from '../database/snowflakes.ts';
import type { Rows } from '../database/transaction.ts';

/** What every listener must know of servers whose staff chose anything. */
export async function readChoices(db: Rows): Promise<ServerChoice[]> {
  const [closed, chosen] = await Promise.all([
    db.guild.findMany({ where: { hears: 'none' }, select: { id: true } }),
    db.serverCharacter.findMany({ orderBy: [{ guildId: 'asc' }, { characterId: 'asc' }] }),
  ]);
  const choices = new Map<bigint, ServerChoice>();
  const of = (id: bigint) => {
    const choice = choices.get(id) ?? { guildId: toSnowflake(id), hears: 'all', allowed: [], blocked: [] };
    choices.set(id, choice);
    return choice;
  };
  for (const { id } of closed) of(id).hears = 'none';
  for (const { guildId, characterId, choice } of chosen)
    of(guildId)[choice === 'allow' ? 'allowed' : 'blocked'].push(characterId);
  return [...choices.values()];
}
