import {
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits as Permission,
} from 'discord-api-types/v10';
import { isAgeRestricted } from '../world/age-restricted.ts';
import { guildPermissions, permissionsIn } from '../world/permissions.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { ApplicationCommand, Channel, Guild } from '../world/types.ts';
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
  if (!guild || !member) return false;
  const isOfGuild = isInstalledIn(world, command, guild);
  if (!isOfGuild && !isUserInstallable(command)) return false;

  const held = place.channel
    ? permissionsIn(world, userId, place.channel)
    : guildPermissions(guild, member, world.clock.now());
  if (!(held & Permission.UseApplicationCommands)) return false;
  // What a person installed for themselves, no guild has rules for.
  const needed = isOfGuild ? command.defaultMemberPermissions : null;
  // "0" shuts a command to everyone but administrators.
  if (needed === 0n && !(held & Permission.Administrator)) return false;
  if (needed !== null && (held & needed) !== needed) return false;
  return !command.nsfw || !place.channel || isAgeRestricted(world, place.channel);
}

/** Whether a guild has the command by itself: the bot is there, and the command is made for guilds. */
export function isInstalledIn(
  world: World,
  { applicationId, guildId, integrationTypes }: ApplicationCommand,
  guild: Guild,
): boolean {
  const botId = world.applications.get(applicationId)?.botUserId;
  const isForGuilds = guildId !== null || integrationTypes.includes(ApplicationIntegrationType.GuildInstall);
  return isForGuilds && botId !== undefined && guild.members.has(botId);
}

/** Whether people carry the command with them. Everybody here has installed the application for themselves. */
export function isUserInstallable({ guildId, integrationTypes }: ApplicationCommand): boolean {
  return guildId === null && integrationTypes.includes(ApplicationIntegrationType.UserInstall);
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
  return context === InteractionContextType.BotDM || isUserInstallable(command);
}
