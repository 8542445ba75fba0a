import { ChannelType, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { addThreadMember, removeThreadMember } from '../channels/thread-members.ts';
import { apiError } from '../errors.ts';
import { queryFlag, queryInt, snowflake } from '../forms/fields.ts';
import { renderThreadMember } from '../render/channel.ts';
import { renderMember } from '../render/member.ts';
import { maySee } from '../world/permissions.ts';
import { compareSnowflakes } from '../world/snowflake.ts';
import type { Thread } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { requirePermission, requireThread } from './require.ts';
import { type Call, noContent, ok, type Route, route } from './route.ts';

export const threadMemberRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/channels/{channel_id}/thread-members',
    query: z.object({
      with_member: queryFlag.default(false),
      after: snowflake.optional(),
      limit: queryInt(1, 100).default(100),
    }),
    handle(call) {
      const { world, query } = call;
      const thread = requireThread(call, call.params.channel_id);
      const members = [...thread.members.values()]
        .filter(({ userId }) => query.after === undefined || compareSnowflakes(userId, query.after) > 0)
        .slice(0, query.limit);
      return ok(members.map(({ userId }) => describeMember(world, thread, userId, query.with_member)));
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/thread-members/{user_id}',
    query: z.object({ with_member: queryFlag.default(false) }),
    handle(call) {
      const thread = requireThread(call, call.params.channel_id);
      const userId = call.params.user_id === '@me' ? call.user.id : call.params.user_id;
      if (!thread.members.has(userId)) throw apiError('unknownMember');
      return ok(describeMember(call.world, thread, userId, call.query.with_member));
    },
  }),
  route({
    method: 'PUT',
    path: '/channels/{channel_id}/thread-members/@me',
    handle(call) {
      const thread = requireOpenThread(call, call.params.channel_id);
      addThreadMember(call.world, thread, call.user.id);
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}/thread-members/@me',
    handle(call) {
      removeThreadMember(call.world, requireOpenThread(call, call.params.channel_id), call.user.id);
      return noContent;
    },
  }),
  route({
    method: 'PUT',
    path: '/channels/{channel_id}/thread-members/{user_id}',
    handle(call) {
      const { world, params } = call;
      const thread = requireOpenThread(call, params.channel_id);
      requirePermission(call, thread, Permission.SendMessagesInThreads);
      const parent = world.channels.get(thread.parentId);
      const guild = world.guilds.get(thread.guildId);
      if (!guild?.members.has(params.user_id)) throw apiError('unknownMember');
      if (parent && !maySee(world, params.user_id, parent)) throw apiError('missingAccess');
      addThreadMember(world, thread, params.user_id);
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}/thread-members/{user_id}',
    handle(call) {
      const thread = requireOpenThread(call, call.params.channel_id);
      const ownsPrivate = thread.type === ChannelType.PrivateThread && thread.ownerId === call.user.id;
      if (!ownsPrivate) requirePermission(call, thread, Permission.ManageThreads);
      if (!thread.members.has(call.params.user_id)) throw apiError('unknownMember');
      removeThreadMember(call.world, thread, call.params.user_id);
      return noContent;
    },
  }),
];

function requireOpenThread(call: Pick<Call, 'world' | 'user'>, channelId: string): Thread {
  const thread = requireThread(call, channelId);
  if (thread.archived) throw apiError('archivedThread');
  return thread;
}

function describeMember(world: World, thread: Thread, userId: string, withMember: boolean): object {
  const member = thread.members.get(userId);
  const guildMember = world.guilds.get(thread.guildId)?.members.get(userId);
  return {
    ...(member ? renderThreadMember(thread, member) : {}),
    ...(withMember && guildMember ? { member: renderMember(world, guildMember) } : {}),
  };
}
