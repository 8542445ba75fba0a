import {
  ChannelType,
  MessageReferenceType,
  MessageType,
  PermissionFlagsBits as Permission,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { activeThreads } from '../channels/announce-channel.ts';
import { createThread } from '../channels/create-thread.ts';
import { requireTags } from '../channels/edit-thread.ts';
import { apiError, formError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import { createThreadForm, threadFromMessageForm } from '../forms/channel.ts';
import { queryFlag, queryInt } from '../forms/fields.ts';
import { postMessageForm } from '../forms/message.ts';
import { parseForm } from '../forms/parse.ts';
import { isForum } from '../messages/authorize-send.ts';
import { announceUpdate, blankMessage, publishMessage } from '../messages/publish.ts';
import { requireLength } from '../messages/require-length.ts';
import { messageFlags, requireSomething, sendMessage } from '../messages/send.ts';
import { renderThread, renderThreadMember } from '../render/channel.ts';
import { renderMessage } from '../render/message.ts';
import { maySee, permissionsIn } from '../world/permissions.ts';
import { compareSnowflakes } from '../world/snowflake.ts';
import type { GuildChannel, Message, Thread } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { changeMessage } from '../world/write-message.ts';
import { requireGuild, requireGuildChannel, requireMessage, requirePermission } from './require.ts';
import { type Call, created, ok, type Reply, type Route, route } from './route.ts';

const archivedQuery = z.object({ before: z.string().optional(), limit: queryInt(2, 100).default(50) });

export const threadRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/channels/{channel_id}/messages/{message_id}/threads',
    body: threadFromMessageForm,
    handle(call) {
      const { world, user, body } = call;
      const parent = requireThreadParent(call, call.params.channel_id);
      const message = requireMessage(parent, call.params.message_id);
      requirePermission(call, parent, Permission.CreatePublicThreads);
      if (message.hasThread) throw apiError('threadExists');
      const isAnnouncement = parent.type === ChannelType.GuildAnnouncement;
      const thread = createThread(world, parent, {
        id: message.id,
        name: body.name,
        ownerId: user.id,
        type: isAnnouncement ? ChannelType.AnnouncementThread : ChannelType.PublicThread,
        autoArchiveMinutes: body.auto_archive_duration,
        slowModeSeconds: body.rate_limit_per_user,
      });
      changeMessage(call.world, message, { hasThread: true });
      announceUpdate(world, message);
      postStarter(world, thread, message);
      return created(renderThread(thread, user.id));
    },
  }),
  route({
    method: 'POST',
    path: '/channels/{channel_id}/threads',
    body: createThreadForm,
    handle(call) {
      const parent = requireThreadParent(call, call.params.channel_id);
      return isForum(parent) ? createPost(call, parent) : createPlainThread(call, parent);
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/threads/active',
    handle(call) {
      const { world, user } = call;
      const { guild } = requireGuild(call, call.params.guild_id);
      return threadList(activeThreads(world, guild, user.id), user.id, false);
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/threads/search',
    query: z.object({
      archived: queryFlag.optional(),
      name: z.string().optional(),
      limit: queryInt(1, 25).default(25),
      offset: queryInt(0, 9_975).default(0),
    }),
    differs: 'sorts by newest activity only; tags and slop are ignored',
    handle(call) {
      const { world, user, query } = call;
      const parent = requireGuildChannel(call, call.params.channel_id);
      const fitting = threadsOf(world, parent)
        .filter((thread) => maySee(world, user.id, thread))
        .filter((thread) => query.archived === undefined || thread.archived === query.archived)
        .filter((thread) => thread.name.toLowerCase().includes(query.name?.toLowerCase() ?? ''))
        .toSorted((a, b) => compareSnowflakes(b.lastMessageId ?? b.id, a.lastMessageId ?? a.id));
      const page = fitting.slice(query.offset, query.offset + query.limit);
      return ok({
        threads: page.map((thread) => renderThread(thread, user.id)),
        members: ownMembers(page, user.id),
        has_more: fitting.length > query.offset + query.limit,
        first_messages: page.flatMap((thread) => {
          const first = thread.messages.get(thread.id);
          return first ? [renderMessage(world, first, call.viewer)] : [];
        }),
        total_results: fitting.length,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/threads/archived/public',
    query: archivedQuery,
    handle: (call) => listArchived(call, (thread) => thread.type !== ChannelType.PrivateThread),
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/threads/archived/private',
    query: archivedQuery,
    handle(call) {
      const parent = requireGuildChannel(call, call.params.channel_id);
      requirePermission(call, parent, Permission.ManageThreads);
      return listArchived(call, (thread) => thread.type === ChannelType.PrivateThread);
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/users/@me/threads/archived/private',
    query: archivedQuery,
    handle: (call) =>
      listArchived(call, (thread) => thread.type === ChannelType.PrivateThread && thread.members.has(call.user.id)),
  }),
];

type CreateCall = Call<'/channels/{channel_id}/threads', z.output<typeof createThreadForm>>;

function createPlainThread(call: CreateCall, parent: GuildChannel): Reply {
  const { world, user, body } = call;
  const isPrivate = (body.type ?? ChannelType.PrivateThread) === ChannelType.PrivateThread;
  requirePermission(call, parent, isPrivate ? Permission.CreatePrivateThreads : Permission.CreatePublicThreads);
  const isAnnouncement = parent.type === ChannelType.GuildAnnouncement;
  if (isPrivate && isAnnouncement) throw apiError('wrongChannelType');
  const publicType = isAnnouncement ? ChannelType.AnnouncementThread : ChannelType.PublicThread;
  const thread = createThread(world, parent, {
    name: body.name,
    ownerId: user.id,
    type: isPrivate ? ChannelType.PrivateThread : publicType,
    autoArchiveMinutes: body.auto_archive_duration,
    slowModeSeconds: body.rate_limit_per_user,
    invitable: body.invitable,
  });
  if (!isPrivate) {
    publishMessage(world, parent, {
      ...blankMessage(world, parent, { kind: 'user', userId: user.id }, MessageType.ThreadCreated),
      content: thread.name,
      reference: { type: MessageReferenceType.Default, channelId: thread.id, guildId: thread.guildId },
    });
  }
  return created(renderThread(thread, user.id));
}

/** A forum post: a thread and its first message, which has the thread's id. */
function createPost(call: CreateCall, forum: GuildChannel): Reply {
  const { world, user, body, files } = call;
  // In forums it is Send Messages that lets people post.
  requirePermission(call, forum, Permission.SendMessages);
  requireTags(forum, body.applied_tags ?? []);
  const message = parseOpening(body.message, files);
  requireLength(user, message);
  const thread = createThread(world, forum, {
    name: body.name,
    ownerId: user.id,
    type: ChannelType.PublicThread,
    autoArchiveMinutes: body.auto_archive_duration,
    slowModeSeconds: body.rate_limit_per_user,
    appliedTags: body.applied_tags ?? [],
  });
  const opening = sendMessage(world, {
    id: thread.id,
    channel: thread,
    author: { kind: 'user', userId: user.id },
    text: message,
    files,
    settableFlags: messageFlags.byBotOrPerson,
    mentions: {
      allowed: message.allowed_mentions,
      onlyUsersByDefault: false,
      permissions: permissionsIn(world, user.id, thread),
    },
  });
  return created({ ...renderThread(thread, user.id), message: renderMessage(world, opening, call.viewer) });
}

function parseOpening(body: unknown, files: readonly UploadedFile[]): z.output<typeof postMessageForm> {
  if (typeof body !== 'object' || body === null) {
    throw formError({ path: ['message'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' });
  }
  const message = parseForm(postMessageForm, body);
  requireSomething(message, files);
  return message;
}

/** The notice at the top of a thread that points back to the message it was started from. */
function postStarter(world: World, thread: Thread, message: Message): void {
  publishMessage(world, thread, {
    ...blankMessage(world, thread, message.author, MessageType.ThreadStarterMessage),
    reference: {
      type: MessageReferenceType.Default,
      channelId: message.channelId,
      messageId: message.id,
      guildId: thread.guildId,
    },
  });
}

const threadParents: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
]);

function requireThreadParent(call: Pick<Call, 'world' | 'user'>, channelId: string): GuildChannel {
  const parent = requireGuildChannel(call, channelId);
  if (!threadParents.has(parent.type)) throw apiError('wrongChannelType');
  return parent;
}

function threadsOf(world: World, parent: GuildChannel): Thread[] {
  const guild = world.guilds.get(parent.guildId);
  return [...(guild?.threadIds ?? [])].flatMap((id) => {
    const thread = world.channels.get(id);
    return thread?.kind === 'thread' && thread.parentId === parent.id ? [thread] : [];
  });
}

function listArchived(
  call: Pick<Call, 'world' | 'user'> & { params: { channel_id: string }; query: z.output<typeof archivedQuery> },
  fits: (thread: Thread) => boolean,
): Reply {
  const { world, user, query } = call;
  const parent = requireGuildChannel(call, call.params.channel_id);
  requirePermission(call, parent, Permission.ReadMessageHistory);
  const beforeMs = query.before === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.before);
  const archived = threadsOf(world, parent)
    .filter((thread) => thread.archived && fits(thread) && !(thread.archiveChangedAtMs >= beforeMs))
    .toSorted((a, b) => b.archiveChangedAtMs - a.archiveChangedAtMs);
  return threadList(archived.slice(0, query.limit), user.id, archived.length > query.limit);
}

function threadList(threads: readonly Thread[], userId: string, hasMore: boolean): Reply {
  return ok({
    threads: threads.map((thread) => renderThread(thread, userId)),
    members: ownMembers(threads, userId),
    has_more: hasMore,
  });
}

function ownMembers(threads: readonly Thread[], userId: string): object[] {
  return threads.flatMap((thread) => {
    const member = thread.members.get(userId);
    return member ? [renderThreadMember(thread, member)] : [];
  });
}
