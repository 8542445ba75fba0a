import { hasFlag, MessageFlag } from '../discord/constants.ts';
import type { Message } from '../discord/types.ts';
import { type Node, plainText } from '../markdown/nodes.ts';
import { parseMarkdown } from '../markdown/parse.ts';
import { authorName, channelName, nameIn } from './names.ts';
import type { World } from './world.ts';

/** The words of a message in one line, with names in place of ids: for replies, lists and what is read aloud. */
export const previewText = (world: World, message: Pick<Message, 'content' | 'channel_id'>): string => {
  const guildId = world.channels.get(message.channel_id)?.guild_id;
  const nameOf = (node: Node): string | undefined => {
    if (node.type === 'user') return `@${nameIn(world, node.id, guildId) ?? 'unknown-user'}`;
    if (node.type === 'channel') {
      const channel = world.channels.get(node.id);
      return channel === undefined ? undefined : `#${channelName(world, channel)}`;
    }
    if (node.type === 'role') {
      const role = world.guilds.get(guildId ?? '')?.roles.find(({ id }) => id === node.id);
      return role === undefined ? undefined : `@${role.name}`;
    }
    return undefined;
  };
  return plainText(parseMarkdown(message.content), nameOf).replace(/\s+/gu, ' ').trim();
};

/** What a message without words is about. */
export const wordlessText = (message: Message): string => {
  if (hasFlag(message.flags, MessageFlag.voiceMessage)) return 'Voice message';
  if (message.poll !== undefined) return `Poll: ${message.poll.question.text ?? ''}`;
  if (message.attachments.length > 0) return 'Click to see attachment';
  if (message.message_snapshots !== undefined) return 'Forwarded message';
  if (message.sticker_items !== undefined) return 'Sticker';
  return message.embeds.length > 0 || (message.components ?? []).length > 0 ? 'Click to see message' : '';
};

/** What the live region says of a new message. */
export const spokenText = (world: World, message: Message): string => {
  const words = previewText(world, message);
  return `${authorName(world, message)}: ${words === '' ? wordlessText(message) : words}`;
};
