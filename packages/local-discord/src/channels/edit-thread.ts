import { ChannelFlags, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { apiError, formError } from '../errors.ts';
import type { EditChannelForm } from '../forms/channel.ts';
import { permissionsIn } from '../world/permissions.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { GuildChannel, Thread } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { announceChannel } from './announce-channel.ts';

/**
 * Changes a thread. Its owner may rename, archive and re-tag it; everyone who may write in it may open it again unless
 * it is locked; the rest needs Manage Threads.
 */
export function editThread(world: World, thread: Thread, form: EditChannelForm, userId: Snowflake): void {
  const held = permissionsIn(world, userId, thread);
  const manages = (held & Permission.ManageThreads) !== 0n;
  const named = Object.entries(form).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  const opensOnly = form.archived === false && named.every((key) => key === 'archived' || key === 'locked');

  if (!manages) {
    const ownerMay = new Set(['name', 'archived', 'auto_archive_duration', 'invitable', 'applied_tags']);
    const mayAsOwner = thread.ownerId === userId && named.every((key) => ownerMay.has(key));
    const mayOpen = opensOnly && form.locked === undefined && (held & Permission.SendMessagesInThreads) !== 0n;
    if (!mayAsOwner && !mayOpen) throw apiError('missingPermissions');
    if (thread.locked) throw apiError('threadLocked');
  }
  // An archived thread takes no change but being opened.
  if (thread.archived && form.archived !== false && !(manages && form.locked !== undefined))
    throw apiError('archivedThread');

  const nowMs = world.clock.now();
  if (form.name) thread.name = form.name;
  if (form.applied_tags) thread.appliedTags = checkTags(world, thread, form.applied_tags);
  if (typeof form.archived === 'boolean' && form.archived !== thread.archived) {
    thread.archived = form.archived;
    thread.archiveChangedAtMs = nowMs;
    if (!form.archived) thread.activeAtMs = nowMs;
  }
  thread.locked = form.locked ?? thread.locked;
  thread.invitable = form.invitable ?? thread.invitable;
  thread.autoArchiveMinutes = form.auto_archive_duration ?? thread.autoArchiveMinutes;
  thread.slowModeSeconds = form.rate_limit_per_user ?? thread.slowModeSeconds;
  thread.flags = form.flags ?? thread.flags;
  announceChannel(world, thread);
}

function checkTags(world: World, thread: Thread, tagIds: readonly Snowflake[]): Snowflake[] {
  const parent = world.channels.get(thread.parentId);
  if (parent?.kind === 'guild') requireTags(parent, tagIds);
  return [...tagIds];
}

/** @throws ApiError 40067 when the forum wants a tag and none is given, 50035 for a tag the forum does not have */
export function requireTags(forum: GuildChannel, tagIds: readonly Snowflake[]): void {
  if (tagIds.length === 0 && forum.flags & ChannelFlags.RequireTag) throw apiError('tagRequired');
  for (const [index, tagId] of tagIds.entries()) {
    if (!forum.availableTags.some(({ id }) => id === tagId)) {
      throw formError({ path: ['applied_tags', index], code: 'FORUM_TAG_UNKNOWN', message: 'Unknown tag' });
    }
  }
}
