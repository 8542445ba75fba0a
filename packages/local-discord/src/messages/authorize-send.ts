import { ChannelType, MessageFlags, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { apiError } from '../errors.ts';
import { permissionsIn, youngPermissions } from '../world/permissions.ts';
import { timestampOf } from '../world/snowflake.ts';
import type { Channel, Message, User } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type MessageText, takesMessages } from './send.ts';

/**
 * Checks that an account may say this here, and lets slow mode count it.
 * @throws ApiError with what stands in the way
 */
export function authorizeSend(
  world: World,
  user: User,
  channel: Channel,
  what: { text: MessageText; fileCount: number; repliedTo?: Message | undefined },
): void {
  if (channel.kind === 'direct') {
    authorizeDirect(world, user, channel);
    return;
  }
  if (!takesMessages(channel)) throw apiError(isForum(channel) ? 'forumNeedsThread' : 'nonTextChannel');

  const held = permissionsIn(world, user.id, channel);
  const sending = channel.kind === 'thread' ? Permission.SendMessagesInThreads : Permission.SendMessages;
  const needed: [boolean, bigint][] = [
    [true, sending],
    [what.fileCount > 0, Permission.AttachFiles],
    [user.bot && (what.text.embeds?.length ?? 0) > 0, Permission.EmbedLinks],
    [Boolean(what.text.poll), Permission.SendPolls],
    [Boolean((what.text.flags ?? 0) & MessageFlags.IsVoiceMessage), Permission.SendVoiceMessages],
    [what.text.tts === true, Permission.SendTTSMessages],
  ];
  for (const [applies, bit] of needed) {
    if (applies && !(held & bit)) throw apiError('missingPermissions');
  }
  if (what.repliedTo && !(held & Permission.ReadMessageHistory)) throw apiError('replyNeedsHistory');
  if (what.text.poll && channel.type === ChannelType.GuildStageVoice) throw apiError('pollChannelType');
  if (channel.kind === 'thread' && channel.locked && !(held & Permission.ManageThreads)) throw apiError('threadLocked');
  obeySlowMode(world, user, channel, held);
}

function authorizeDirect(world: World, user: User, channel: Extract<Channel, { kind: 'direct' }>): void {
  if (channel.group) return;
  const otherId = channel.recipientIds.find((id) => id !== user.id);
  const other = otherId === undefined ? undefined : world.users.get(otherId);
  if (!other || other.directMessagesClosed) throw apiError('cannotDirectMessage');
  const shareGuild = [...world.guilds.values()].some(
    (guild) => guild.members.has(user.id) && guild.members.has(other.id),
  );
  if (!shareGuild) throw apiError('noMutualGuild');
}

/** Bots are never slowed, nor is anybody with BYPASS_SLOWMODE. */
function obeySlowMode(world: World, user: User, channel: Exclude<Channel, { kind: 'direct' }>, held: bigint): void {
  const exempt = user.bot || (held & youngPermissions.BypassSlowmode) !== 0n || channel.slowModeSeconds === 0;
  if (exempt) return;
  const key = `${channel.id}:${user.id}`;
  const nowMs = world.clock.now();
  const lastMs = world.lastSentAtMs.get(key) ?? 0;
  const waitMs = lastMs + channel.slowModeSeconds * 1_000 - nowMs;
  if (waitMs > 0) throw apiError('slowMode', { retry_after: waitMs / 1_000 });
  world.lastSentAtMs.set(key, nowMs);
}

export function isForum(channel: Channel): boolean {
  return channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia;
}

/** Old enough that bulk deletion refuses it. */
export function isOlderThan(messageId: string, ageMs: number, nowMs: number): boolean {
  return timestampOf(messageId) < nowMs - ageMs;
}
