import {
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits as Permission,
} from 'discord-api-types/v10';
import { guildPermissions, permissionsIn } from '../world/permissions.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { ApplicationCommand, Channel } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** Where a command is to be used: a channel, or a guild as a whole for its picker. */
export interface Place {
  readonly guildId?: Snowflake;
  readonly channel?: Channel;
}

/** Whether this person may use a command here: its scope, contexts, required permissions and age restriction. */
export function mayInvoke(world: World, userId: Snowflake, command: ApplicationCommand, place: Place): boolean {
  if (command.guildId !== null && command.guildId !== place.guildId) return false;
  const context = contextOf(world, command.applicationId, place);
  if (command.contexts && command.guildId === null && !command.contexts.includes(context)) return false;
  if (place.guildId === undefined) return isReachableInPrivate(command, context);

  const guild = world.guilds.get(place.guildId);
  const member = guild?.members.get(userId);
  const application = world.applications.get(command.applicationId);
  if (!guild || !member || !application || !guild.members.has(application.botUserId)) return false;

  const held = place.channel
    ? permissionsIn(world, userId, place.channel)
    : guildPermissions(guild, member, world.clock.now());
  if (!(held & Permission.UseApplicationCommands)) return false;
  const needed = command.defaultMemberPermissions;
  // "0" shuts a command to everyone but administrators.
  if (needed === 0n && !(held & Permission.Administrator)) return false;
  if (needed !== null && (held & needed) !== needed) return false;
  return !command.nsfw || !place.channel || isAgeRestricted(world, place.channel);
}

/** Which of Discord's three kinds of surface this is for an application. */
export function contextOf(world: World, applicationId: Snowflake, { guildId, channel }: Place): InteractionContextType {
  if (guildId !== undefined) return InteractionContextType.Guild;
  const botId = world.applications.get(applicationId)?.botUserId;
  const isWithBot = channel?.kind === 'direct' && botId !== undefined && channel.recipientIds.includes(botId);
  return isWithBot ? InteractionContextType.BotDM : InteractionContextType.PrivateChannel;
}

/** Between two people only commands of an application that one of them installed for themselves. */
function isReachableInPrivate(command: ApplicationCommand, context: InteractionContextType): boolean {
  return (
    context === InteractionContextType.BotDM ||
    command.integrationTypes.includes(ApplicationIntegrationType.UserInstall)
  );
}

/** Threads take it from their parent; direct messages have no such mark and count as allowed. */
function isAgeRestricted(world: World, channel: Channel): boolean {
  if (channel.kind === 'direct') return true;
  if (channel.kind === 'guild') return channel.nsfw;
  const parent = world.channels.get(channel.parentId);
  return parent?.kind === 'guild' && parent.nsfw;
}
