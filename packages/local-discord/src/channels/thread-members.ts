import { ChannelType } from 'discord-api-types/v10';
import { apiError } from '../errors.ts';
import { renderThread, renderThreadMember } from '../render/channel.ts';
import { renderMember } from '../render/member.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Thread } from '../world/types.ts';
import { emit, inChannel, type World } from '../world/world.ts';

const MAX_THREAD_MEMBERS = 1_000;

/** Somebody joins a thread or is added to it; somebody who is in it already stays. */
export function addThreadMember(world: World, thread: Thread, userId: Snowflake): void {
  if (thread.members.has(userId)) return;
  if (thread.members.size >= MAX_THREAD_MEMBERS) throw apiError('tooManyThreadMembers');
  const member = { userId, joinedAtMs: world.clock.now() };
  thread.members.set(userId, member);

  // For the one who joins, a private thread did not exist until now.
  const toThem = { to: 'user', userId, guildId: thread.guildId } as const;
  if (thread.type === ChannelType.PrivateThread) emit(world, 'THREAD_CREATE', toThem, renderThread(thread, userId));
  emit(world, 'THREAD_MEMBER_UPDATE', toThem, { ...renderThreadMember(thread, member), guild_id: thread.guildId });

  const guildMember = world.guilds.get(thread.guildId)?.members.get(userId);
  announceMembers(
    world,
    thread,
    {
      added_members: [
        {
          ...renderThreadMember(thread, member),
          ...(guildMember ? { member: renderMember(world, guildMember) } : {}),
          presence: null,
        },
      ],
    },
    userId,
  );
}

export function removeThreadMember(world: World, thread: Thread, userId: Snowflake): void {
  if (!thread.members.has(userId)) return;
  announceMembers(world, thread, { removed_member_ids: [userId] }, userId);
  thread.members.delete(userId);
}

/** Bots without the members intent hear of this only when it is about them. */
function announceMembers(world: World, thread: Thread, change: object, about: Snowflake): void {
  const data = {
    id: thread.id,
    guild_id: thread.guildId,
    member_count: Math.min(thread.members.size, 50),
    ...change,
  };
  emit(world, 'THREAD_MEMBERS_UPDATE', inChannel(thread), data, about);
}
