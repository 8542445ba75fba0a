import { ChannelType, isDmType, isForumType, isThreadType, Permission } from '../discord/constants.ts';
import { compareIds } from '../discord/snowflake.ts';
import type { Channel } from '../discord/types.ts';
import { can } from './permissions.ts';
import type { World } from './world.ts';

/** One line of the channel list with the threads that hang under it. */
export interface ChannelNode {
  channel: Channel;
  threads: readonly Channel[];
}

/** A category with its channels; `category` is null for those that have none. */
export interface ChannelGroup {
  category: Channel | null;
  nodes: readonly ChannelNode[];
}

const isVoice = (channel: Channel): boolean => channel.type === ChannelType.voice || channel.type === ChannelType.stage;

/** As in Discord's own list: text-like before voice, then by position, then by age. */
const byPlace = (a: Channel, b: Channel): number =>
  Number(isVoice(a)) - Number(isVoice(b)) || (a.position ?? 0) - (b.position ?? 0) || compareIds(a.id, b.id);

export const isVisible = (world: World, channel: Channel): boolean => can(world, channel, Permission.viewChannel);

const isOpenThread = (channel: Channel): boolean =>
  isThreadType(channel.type) && channel.thread_metadata?.archived !== true;

/** The channels of a guild that the person may see, by category, each with its open threads. */
export const channelTree = (world: World, guildId: string): readonly ChannelGroup[] => {
  const own = [...world.channels.values()].filter(
    (channel) => channel.guild_id === guildId && isVisible(world, channel),
  );
  const threads = Map.groupBy(own.filter(isOpenThread), (thread) => thread.parent_id ?? '');
  const categories = own.filter((channel) => channel.type === ChannelType.category).toSorted(byPlace);
  const listed = own.filter((channel) => channel.type !== ChannelType.category && !isThreadType(channel.type));

  const toNode = (channel: Channel): ChannelNode => ({
    channel,
    threads: (threads.get(channel.id) ?? []).toSorted((a, b) => compareIds(a.id, b.id)),
  });
  const under = (parentId: string | null): readonly ChannelNode[] =>
    listed
      .filter((channel) => (channel.parent_id ?? null) === parentId)
      .toSorted(byPlace)
      .map(toNode);

  const loose: ChannelGroup = { category: null, nodes: under(null) };
  const groups = categories.map((category) => ({ category, nodes: under(category.id) }));
  return [loose, ...groups].filter((group) => group.nodes.length > 0);
};

/** Every channel of a guild in the order in which the list shows them: what alt+up and alt+down walk through. */
export const channelOrder = (world: World, guildId: string): readonly Channel[] =>
  channelTree(world, guildId).flatMap((group) => group.nodes.flatMap((node) => [node.channel, ...node.threads]));

/** Direct messages, the last one used first. */
export const directMessages = (world: World): readonly Channel[] =>
  [...world.channels.values()]
    .filter((channel) => isDmType(channel.type))
    .toSorted((a, b) => compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id));

/** The posts of a forum that the person may see, the one with the newest message first. */
export const forumPosts = (world: World, forumId: string): readonly Channel[] =>
  [...world.channels.values()]
    .filter((channel) => channel.parent_id === forumId && isThreadType(channel.type) && isVisible(world, channel))
    .toSorted((a, b) => compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id));

/** Where a person lands in a guild: the first channel one can write in. */
export const firstChannel = (world: World, guildId: string): Channel | undefined =>
  channelTree(world, guildId)
    .flatMap((group) => group.nodes)
    .map((node) => node.channel)
    .find((channel) => !isForumType(channel.type) && !isVoice(channel));
