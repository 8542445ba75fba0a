import { ChannelType, MessageType } from 'discord-api-types/v10';
import { apiError } from '../errors.ts';
import { blankMessage, publishMessage } from '../messages/publish.ts';
import { renderChannel } from '../render/channel.ts';
import { renderUserById } from '../render/user.ts';
import { directKey } from '../world/direct-key.ts';
import { createMessageStore } from '../world/message-store.ts';
import { compareSnowflakes, type Snowflake } from '../world/snowflake.ts';
import type { DirectChannel, User } from '../world/types.ts';
import { emit, inChannel, type World } from '../world/world.ts';

function pair(userId: Snowflake, otherId: Snowflake): Snowflake[] {
  return [userId, otherId].toSorted(compareSnowflakes);
}

export function findDirectChannel(world: World, userId: Snowflake, otherId: Snowflake): DirectChannel | undefined {
  return world.directChannels.get(directKey(pair(userId, otherId)));
}

/** Opens the direct channel of these two and tells both. */
export function openDirectChannel(world: World, userId: Snowflake, otherId: Snowflake): DirectChannel {
  const recipientIds = pair(userId, otherId);
  const channel: DirectChannel = {
    kind: 'direct',
    id: world.newId(),
    type: ChannelType.DM,
    recipientIds,
    lastMessageId: null,
    lastPinAtMs: null,
    messages: createMessageStore(),
  };
  world.channels.set(channel.id, channel);
  world.directChannels.set(directKey(recipientIds), channel);
  // Bots are not told of new direct channels; they learn of them by the first message.
  emit(world, 'CHANNEL_CREATE', inChannel(channel), (viewer) =>
    viewer.bot ? undefined : renderChannel(world, channel, viewer),
  );
  return channel;
}

/** A direct channel of several people. */
export type Group = DirectChannel & Required<Pick<DirectChannel, 'group'>>;

export function isGroup(channel: { readonly kind: string; readonly group?: unknown }): channel is Group {
  return channel.kind === 'direct' && channel.group !== undefined;
}

/** Makes a group and tells everybody in it. @throws ApiError 50033 for an application */
export function createGroup(world: World, owner: User, others: readonly User[]): Group {
  if (others.some(({ bot }) => bot)) throw apiError('invalidRecipients');
  const group: Group = {
    kind: 'direct',
    id: world.newId(),
    type: ChannelType.GroupDM,
    recipientIds: [owner, ...others].map(({ id }) => id).toSorted(compareSnowflakes),
    group: { ownerId: owner.id, name: null, icon: null },
    lastMessageId: null,
    lastPinAtMs: null,
    messages: createMessageStore(),
  };
  world.channels.set(group.id, group);
  world.directChannels.set(group.id, group);
  emit(world, 'CHANNEL_CREATE', inChannel(group), (viewer) => renderChannel(world, group, viewer));
  return group;
}

/** Somebody in a group brings another person in. @throws ApiError 50033 for an application */
export function addRecipient(world: World, group: Group, adder: User, added: User): void {
  if (added.bot) throw apiError('invalidRecipients');
  if (group.recipientIds.includes(added.id)) return;
  emit(world, 'CHANNEL_RECIPIENT_ADD', inChannel(group), {
    channel_id: group.id,
    user: renderUserById(world, added.id),
  });
  group.recipientIds = [...group.recipientIds, added.id].toSorted(compareSnowflakes);
  emit(world, 'CHANNEL_CREATE', { to: 'user', userId: added.id }, (viewer) => renderChannel(world, group, viewer));
  announce(world, group, adder, MessageType.RecipientAdd, added.id);
}

/** Somebody leaves a group, or its owner puts them out; the last one takes it along. */
export function removeRecipient(world: World, group: Group, remover: User, removedId: Snowflake): void {
  emit(world, 'CHANNEL_DELETE', { to: 'user', userId: removedId }, (viewer) => renderChannel(world, group, viewer));
  group.recipientIds = group.recipientIds.filter((id) => id !== removedId);
  const [next] = group.recipientIds;
  if (next === undefined) {
    world.channels.delete(group.id);
    world.directChannels.delete(group.id);
    return;
  }
  emit(world, 'CHANNEL_RECIPIENT_REMOVE', inChannel(group), {
    channel_id: group.id,
    user: renderUserById(world, removedId),
  });
  announce(world, group, remover, MessageType.RecipientRemove, removedId);
  if (group.group.ownerId !== removedId) return;
  group.group.ownerId = next;
  announceGroup(world, group);
}

/** Changes what everybody in a group may change. */
export function editGroup(
  world: World,
  group: Group,
  editor: User,
  change: { name?: string | null | undefined; icon?: string | null | undefined },
): void {
  const isRenamed = change.name !== undefined && change.name !== group.group.name;
  if (change.name !== undefined) group.group.name = change.name;
  if (change.icon !== undefined) group.group.icon = change.icon;
  announceGroup(world, group);
  if (!isRenamed) return;
  const author = { kind: 'user', userId: editor.id } as const;
  publishMessage(world, group, {
    ...blankMessage(world, group, author, MessageType.ChannelNameChange),
    content: group.group.name ?? '',
  });
}

function announceGroup(world: World, group: Group): void {
  emit(world, 'CHANNEL_UPDATE', inChannel(group), (viewer) => renderChannel(world, group, viewer));
}

function announce(world: World, group: Group, by: User, type: MessageType, aboutId: Snowflake): void {
  publishMessage(world, group, {
    ...blankMessage(world, group, { kind: 'user', userId: by.id }, type),
    mentionUserIds: [aboutId],
  });
}
