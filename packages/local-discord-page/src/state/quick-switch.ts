import { ChannelType, isDmType } from '../discord/constants.ts';
import { isNewer } from '../discord/snowflake.ts';
import type { Channel } from '../discord/types.ts';
import { isVisible } from './channel-tree.ts';
import { channelName } from './names.ts';
import { isUnread } from './unread.ts';
import type { World } from './world.ts';

const MAX_FOUND = 12;

/** The channels and conversations that a few letters may mean; without letters those used last. */
export const quickSwitch = (
  world: World,
  typed: string,
  fits: (channel: Channel) => boolean = () => true,
): readonly Channel[] => {
  const wanted = typed.trim().replace(/^[@#]/u, '').toLowerCase();
  const rank = (channel: Channel): number => {
    const name = channelName(world, channel).toLowerCase();
    if (name.startsWith(wanted)) return 0;
    return name.includes(wanted) ? 1 : 2;
  };
  return [...world.channels.values()]
    .filter(
      (channel) =>
        channel.type !== ChannelType.category &&
        (isDmType(channel.type) || isVisible(world, channel)) &&
        rank(channel) < 2 &&
        fits(channel),
    )
    .toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        Number(isUnread(world, b)) - Number(isUnread(world, a)) ||
        (isNewer(b.last_message_id, a.last_message_id) ? 1 : -1),
    )
    .slice(0, MAX_FOUND);
};
