import { renderMember } from '../render/member.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Channel } from '../world/types.ts';
import { emit, guildIdOf, inChannel, type World } from '../world/world.ts';

/** A typing indicator goes out after this. Source: Discord documentation, "Trigger Typing Indicator". */
const TYPING_LASTS_MS = 10_000;

export function startTyping(world: World, channel: Channel, userId: Snowflake): void {
  const key = `${channel.id}:${userId}`;
  world.typing.get(key)?.cancel();
  const cancel = world.clock.after(TYPING_LASTS_MS, () => world.typing.delete(key));
  world.typing.set(key, { userId, channelId: channel.id, cancel });

  const member = channel.kind === 'direct' ? undefined : world.guilds.get(channel.guildId)?.members.get(userId);
  emit(world, 'TYPING_START', inChannel(channel), {
    channel_id: channel.id,
    user_id: userId,
    timestamp: Math.floor(world.clock.now() / 1_000),
    ...guildIdOf(channel),
    ...(member ? { member: renderMember(world, member) } : {}),
  });
}

/** Somebody's message ends their typing; Discord tells nobody, clients know. */
export function endTyping(world: World, channelId: Snowflake, userId: Snowflake): void {
  const key = `${channelId}:${userId}`;
  world.typing.get(key)?.cancel();
  world.typing.delete(key);
}
