import type { GuildChannel, Thread } from '../world/types.ts';
import { emit, inChannel, type World } from '../world/world.ts';
import { announceChannel, announceGuildChannel } from './announce-channel.ts';

/** Deletes a channel with its threads, webhooks and messages; those who saw it are told first. */
export function removeChannel(world: World, channel: GuildChannel | Thread): void {
  const guild = world.guilds.get(channel.guildId);
  if (channel.kind === 'thread') {
    emit(world, 'THREAD_DELETE', inChannel(channel), {
      id: channel.id,
      guild_id: channel.guildId,
      parent_id: channel.parentId,
      type: channel.type,
    });
    guild?.threadIds.delete(channel.id);
  } else {
    for (const threadId of guild?.threadIds ?? []) {
      const thread = world.channels.get(threadId);
      if (thread?.kind === 'thread' && thread.parentId === channel.id) removeChannel(world, thread);
    }
    for (const webhook of world.webhooks.values()) {
      if (webhook.channelId === channel.id) world.webhooks.delete(webhook.id);
    }
    announceGuildChannel(world, channel, 'CHANNEL_DELETE');
    guild?.channelIds.delete(channel.id);
    releaseChildren(world, channel);
  }
  world.channels.delete(channel.id);
}

/** Channels of a deleted category stay, outside any category. */
function releaseChildren(world: World, category: GuildChannel): void {
  for (const channel of world.channels.values()) {
    if (channel.kind !== 'guild' || channel.parentId !== category.id) continue;
    channel.parentId = null;
    announceChannel(world, channel);
  }
}
