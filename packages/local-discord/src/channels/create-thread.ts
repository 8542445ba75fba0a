import { ChannelType, type ThreadAutoArchiveDuration } from 'discord-api-types/v10';
import { apiError } from '../errors.ts';
import { renderThread } from '../render/channel.ts';
import { makeThread } from '../world/make.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { GuildChannel, Thread } from '../world/types.ts';
import { emit, inChannel, type World } from '../world/world.ts';

export interface NewThread {
  readonly name: string;
  readonly ownerId: Snowflake;
  readonly type: Thread['type'];
  /** The message it starts from, whose id it takes. */
  readonly id?: Snowflake;
  readonly autoArchiveMinutes?: ThreadAutoArchiveDuration | null | undefined;
  readonly slowModeSeconds?: number | null | undefined;
  readonly invitable?: boolean | null | undefined;
  readonly appliedTags?: readonly Snowflake[];
}

/** Source: Discord documentation, "Threads": active threads in a guild. */
const MAX_ACTIVE_THREADS = 1_000;

/** @throws ApiError 160006 when the guild has as many open threads as it may */
function requireRoom(world: World, guildId: Snowflake): void {
  const ids = world.guilds.get(guildId)?.threadIds ?? new Set<Snowflake>();
  if (ids.size < MAX_ACTIVE_THREADS) return;
  const active = [...ids].filter((id) => {
    const thread = world.channels.get(id);
    return thread?.kind === 'thread' && !thread.archived;
  });
  if (active.length >= MAX_ACTIVE_THREADS) throw apiError('tooManyActiveThreads');
}

/**
 * Opens a thread under a channel, its owner in it, and tells everyone who can see it.
 * @throws ApiError 160006
 */
export function createThread(world: World, parent: GuildChannel, facts: NewThread): Thread {
  requireRoom(world, parent.guildId);
  const id = facts.id ?? world.newId();
  const nowMs = world.clock.now();
  const autoArchiveMinutes = facts.autoArchiveMinutes ?? parent.defaultAutoArchiveMinutes;
  const isMember = world.users.has(facts.ownerId);
  const thread = makeThread({
    id,
    parentId: parent.id,
    guildId: parent.guildId,
    ownerId: facts.ownerId,
    name: facts.name,
    activeAtMs: nowMs,
    type: facts.type,
    createdAtMs: nowMs,
    slowModeSeconds: facts.slowModeSeconds ?? parent.threadSlowModeSeconds,
    invitable: facts.invitable ?? true,
    appliedTags: [...(facts.appliedTags ?? [])],
    members: new Map(isMember ? [[facts.ownerId, { userId: facts.ownerId, joinedAtMs: nowMs }]] : []),
    ...(autoArchiveMinutes ? { autoArchiveMinutes } : {}),
  });
  world.channels.set(id, thread);
  world.guilds.get(parent.guildId)?.threadIds.add(id);
  if (parent.type === ChannelType.GuildForum || parent.type === ChannelType.GuildMedia) parent.lastMessageId = id;
  emit(world, 'THREAD_CREATE', inChannel(thread), (viewer) => ({
    ...renderThread(thread, viewer.userId),
    newly_created: true,
  }));
  return thread;
}
