import { AtSign, Hash, Megaphone, MessageSquareText, MessagesSquare, Volume2 } from 'lucide';
import type { JSX } from 'preact';
import { ChannelType, isDmType, isForumType, isThreadType } from '../discord/constants.ts';
import type { Channel } from '../discord/types.ts';
import { Icon } from './icon.tsx';

const nodeFor = (type: number): typeof Hash => {
  if (isThreadType(type)) return MessageSquareText;
  if (isForumType(type)) return MessagesSquare;
  if (isDmType(type)) return AtSign;
  if (type === ChannelType.announcement) return Megaphone;
  return type === ChannelType.voice || type === ChannelType.stage ? Volume2 : Hash;
};

const KIND_NAMES: ReadonlyMap<number, string> = new Map([
  [ChannelType.text, 'text channel'],
  [ChannelType.dm, 'direct message'],
  [ChannelType.groupDm, 'group message'],
  [ChannelType.voice, 'voice channel'],
  [ChannelType.stage, 'stage channel'],
  [ChannelType.announcement, 'announcement channel'],
  [ChannelType.announcementThread, 'thread'],
  [ChannelType.publicThread, 'thread'],
  [ChannelType.privateThread, 'private thread'],
  [ChannelType.forum, 'forum'],
  [ChannelType.media, 'media forum'],
]);

/** The kind of a channel in words, for labels. */
export const channelKind = (channel: Channel): string => KIND_NAMES.get(channel.type) ?? 'channel';

export const ChannelIcon = ({ channel, size = 20 }: { channel: Channel; size?: number }): JSX.Element => (
  <Icon node={nodeFor(channel.type)} size={size} />
);
