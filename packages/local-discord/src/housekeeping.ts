import { announceChannel } from './channels/announce-channel.ts';
import { schedulePollEnd } from './messages/polls.ts';
import type { World } from './world/world.ts';

const LOOK_EVERY_MS = 60_000;

/** Archives threads that have been quiet for as long as they are set to, a look every minute while the world is there. */
export function keepHouse(world: World, isThere: () => boolean): void {
  const look = () => {
    if (!isThere()) return;
    archiveQuietThreads(world);
    world.clock.after(LOOK_EVERY_MS, look);
  };
  world.clock.after(LOOK_EVERY_MS, look);
}

function archiveQuietThreads(world: World): void {
  const nowMs = world.clock.now();
  for (const channel of world.channels.values()) {
    if (channel.kind !== 'thread' || channel.archived) continue;
    if (nowMs < channel.activeAtMs + channel.autoArchiveMinutes * 60_000) continue;
    channel.archived = true;
    channel.archiveChangedAtMs = nowMs;
    announceChannel(world, channel);
  }
}

/** Polls that were open when the world was saved end when they would have. */
export function resumePolls(world: World): void {
  for (const channel of world.channels.values()) {
    for (const message of channel.messages)
      if (message.poll && !message.poll.finalized) schedulePollEnd(world, message);
  }
}
