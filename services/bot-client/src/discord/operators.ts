import { type Client, Team } from 'discord.js';

/** Who runs the bot: the configured ids, else the application's owner, or everybody in the team that owns it. */
export async function findOperators(
  client: Client<true>,
  configuredIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (configuredIds.length > 0) return new Set(configuredIds);
  const { owner } = await client.application.fetch();
  if (owner instanceof Team) return new Set(owner.members.keys());
  return new Set(owner ? [owner.id] : []);
}
