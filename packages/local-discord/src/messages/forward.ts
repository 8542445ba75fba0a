import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { apiError } from '../errors.ts';
import { attachmentPath } from '../render/attachment.ts';
import { isAgeRestricted } from '../world/age-restricted.ts';
import { permissionsIn } from '../world/permissions.ts';
import type { Channel, Message, MessageSnapshot, User } from '../world/types.ts';
import type { World } from '../world/world.ts';

/**
 * What a forward keeps of a message: a copy without the author that later edits do not touch.
 * Forwarding a forward copies the copy, so there is never more than one level.
 * @throws ApiError 160014 when the forwarder may not read the source, 160010 when it would leave channels for adults
 */
export function takeSnapshot(world: World, user: User, source: Message, target: Channel): MessageSnapshot {
  const sourceChannel = world.channels.get(source.channelId);
  const held = sourceChannel ? permissionsIn(world, user.id, sourceChannel) : 0n;
  const needed = Permission.ViewChannel | Permission.ReadMessageHistory;
  if (!sourceChannel || (held & needed) !== needed) throw apiError('forwardUnreadable');
  if (isAgeRestricted(world, sourceChannel) && !isAgeRestricted(world, target)) throw apiError('ageRestrictedForward');

  const original = source.snapshot;
  const fromChannelId = original ? original.sourceChannelId : source.channelId;
  const attachments = original ? original.attachments : source.attachments;
  for (const attachment of attachments) {
    const blob = world.blobs.get(attachmentPath(fromChannelId, attachment));
    if (blob) world.blobs.set(attachmentPath(target.id, attachment), blob);
  }
  if (original) return { ...original, sourceChannelId: target.id };

  return {
    type: source.type,
    content: source.content,
    embeds: structuredClone(source.embeds),
    attachments: attachments.map((attachment) => ({ ...attachment })),
    sourceChannelId: target.id,
    sentAtMs: source.sentAtMs,
    editedAtMs: source.editedAtMs,
    flags: source.flags,
    mentionUserIds: [...source.mentionUserIds],
    mentionRoleIds: [...source.mentionRoleIds],
    components: structuredClone(source.components),
    stickerIds: [...source.stickerIds],
  };
}
