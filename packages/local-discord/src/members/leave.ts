import { renderUserById } from '../render/user.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Guild } from '../world/types.ts';
import { emit, type World } from '../world/world.ts';

/** Somebody leaves or is put out: they lose the guild and its threads, the others learn who it was. */
export function putOut(world: World, guild: Guild, userId: Snowflake): void {
  if (!guild.members.delete(userId)) return;
  for (const threadId of guild.threadIds) {
    const thread = world.channels.get(threadId);
    if (thread?.kind === 'thread') thread.members.delete(userId);
  }
  // The role that came with a bot goes with it.
  const own = [...guild.roles.values()].find(({ botUserId }) => botUserId === userId);
  if (own) {
    guild.roles.delete(own.id);
    emit(world, 'GUILD_ROLE_DELETE', { to: 'guild', guildId: guild.id }, { guild_id: guild.id, role_id: own.id });
  }
  emit(world, 'GUILD_DELETE', { to: 'user', userId, guildId: guild.id }, { id: guild.id });
  emit(
    world,
    'GUILD_MEMBER_REMOVE',
    { to: 'guild', guildId: guild.id },
    { guild_id: guild.id, user: renderUserById(world, userId) },
  );
}
