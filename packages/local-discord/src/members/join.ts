import { MessageType } from 'discord-api-types/v10';
import { blankMessage, publishMessage } from '../messages/publish.ts';
import { renderAvailableGuild } from '../render/guild.ts';
import { renderMember } from '../render/member.ts';
import { makeMember } from '../world/make.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Guild } from '../world/types.ts';
import { emit, type World } from '../world/world.ts';

/** Somebody comes into a guild, with these roles: they are given it, the others are told, and the system channel says welcome. */
export function letIn(world: World, guild: Guild, userId: Snowflake, roleIds: Snowflake[] = []): void {
  if (guild.members.has(userId)) return;
  const member = makeMember(userId, world.clock.now(), roleIds);
  guild.members.set(userId, member);
  emit(world, 'GUILD_CREATE', { to: 'user', userId, guildId: guild.id }, (viewer) =>
    renderAvailableGuild(world, guild, viewer, !viewer.bot),
  );
  emit(
    world,
    'GUILD_MEMBER_ADD',
    { to: 'guild', guildId: guild.id },
    { guild_id: guild.id, ...renderMember(world, member) },
  );
  const welcome = world.channels.get(guild.systemChannelId ?? '');
  if (welcome)
    publishMessage(world, welcome, blankMessage(world, welcome, { kind: 'user', userId }, MessageType.UserJoin));
}
