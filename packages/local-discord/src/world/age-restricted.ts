import type { Channel } from './types.ts';
import type { World } from './world.ts';

/** Whether a guild's channel is for adults; threads take it from their parent. Direct messages have no such mark. */
export function isAgeRestricted(world: World, channel: Channel): boolean {
  if (channel.kind === 'direct') return false;
  if (channel.kind === 'guild') return channel.nsfw;
  const parent = world.channels.get(channel.parentId);
  return parent?.kind === 'guild' && parent.nsfw;
}
