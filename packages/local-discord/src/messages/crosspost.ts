import { MessageFlags, MessageReferenceType, MessageType } from 'discord-api-types/v10';
import { attachmentPath } from '../render/attachment.ts';
import type { Channel, GuildChannel, Message, Webhook } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { changeMessage } from '../world/write-message.ts';
import { announceUpdate, blankMessage, publishMessage } from './publish.ts';

/** Publishes a message of an announcement channel: it is marked, and every channel that follows gets a copy. */
export function crosspost(world: World, source: GuildChannel, message: Message): void {
  changeMessage(world, message, { flags: message.flags | MessageFlags.Crossposted });
  announceUpdate(world, message);
  for (const webhook of world.webhooks.values()) {
    const target = webhook.source?.channelId === source.id ? world.channels.get(webhook.channelId) : undefined;
    if (target) publishMessage(world, target, copyInto(world, target, webhook, source, message));
  }
}

function copyInto(world: World, target: Channel, webhook: Webhook, source: GuildChannel, message: Message): Message {
  for (const attachment of message.attachments) {
    const blob = world.blobs.get(attachmentPath(message.channelId, attachment));
    if (blob) world.blobs.set(attachmentPath(target.id, attachment), blob);
  }
  const { id: webhookId, name: username, avatar } = webhook;
  return {
    ...blankMessage(world, target, { kind: 'webhook', webhookId, username, avatar }, MessageType.Default),
    content: message.content,
    embeds: structuredClone(message.embeds),
    attachments: message.attachments.map((attachment) => ({ ...attachment })),
    components: structuredClone(message.components),
    flags: MessageFlags.IsCrosspost | (message.flags & (MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2)),
    reference: {
      type: MessageReferenceType.Default,
      channelId: source.id,
      messageId: message.id,
      guildId: source.guildId,
    },
  };
}
