import { renderChannel } from '../render/channel.ts';
import type { Channel } from '../world/types.ts';
import { emit, inChannel, type World } from '../world/world.ts';

/** Tells everyone who can see a channel or thread that it changed. */
export function announceChannel(world: World, channel: Channel): void {
  emit(world, channel.kind === 'thread' ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE', inChannel(channel), (viewer) =>
    renderChannel(world, channel, viewer),
  );
}
