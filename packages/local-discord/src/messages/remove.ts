import { attachmentPath } from '../render/attachment.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Channel, Message } from '../world/types.ts';
import { emit, guildIdOf, inChannel, type World } from '../world/world.ts';
import { dropMessage } from '../world/write-message.ts';
import { audienceOf } from './publish.ts';

/** Takes a message away; the event carries ids only. */
export function removeMessage(world: World, message: Message): void {
  const channel = world.channels.get(message.channelId);
  if (!channel) return;
  forget(world, channel, message);
  emit(world, 'MESSAGE_DELETE', audienceOf(message), {
    id: message.id,
    channel_id: channel.id,
    ...(message.ephemeral ? {} : guildIdOf(channel)),
  });
}

/** Takes many messages away with one event; ids that are not there are ignored. */
export function removeMessages(world: World, channel: Channel, ids: readonly Snowflake[]): void {
  const removed = ids.flatMap((id) => {
    const message = channel.messages.get(id);
    if (!message) return [];
    forget(world, channel, message);
    return [id];
  });
  if (removed.length === 0) return;
  emit(world, 'MESSAGE_DELETE_BULK', inChannel(channel), {
    ids: removed,
    channel_id: channel.id,
    ...guildIdOf(channel),
  });
}

function forget(world: World, channel: Channel, message: Message): void {
  world.ephemerals.delete(message.id);
  const removed = dropMessage(world, channel, message.id);
  if (removed && channel.kind === 'thread' && message.id !== channel.id) {
    channel.messageCount = Math.max(0, channel.messageCount - 1);
  }
  for (const attachment of message.attachments) world.blobs.delete(attachmentPath(channel.id, attachment));
}
