import { ChannelType, MessageFlags, MessageType, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { snowflake } from '../forms/fields.ts';
import { createMessageForm, editOwnMessageForm, historyQuery } from '../forms/message.ts';
import { isOlderThan } from '../messages/authorize-send.ts';
import { crosspost } from '../messages/crosspost.ts';
import { editMessage } from '../messages/edit.ts';
import { postMessage } from '../messages/post.ts';
import { announceUpdate } from '../messages/publish.ts';
import { removeMessage, removeMessages } from '../messages/remove.ts';
import { requireLength } from '../messages/require-length.ts';
import { startTyping } from '../messages/typing.ts';
import { renderMessage } from '../render/message.ts';
import { permissionsIn } from '../world/permissions.ts';
import { changeMessage } from '../world/write-message.ts';
import { countOldEdit } from './old-edits.ts';
import { isAuthor, requireChannel, requireMessage, requirePermission } from './require.ts';
import { noContent, ok, type Route, route } from './route.ts';

const FOURTEEN_DAYS_MS = 14 * 24 * 60 * 60_000;

/** Notices that nobody can delete: the recipient changes and calls of group messages. */
const undeletable: ReadonlySet<MessageType> = new Set([
  MessageType.RecipientAdd,
  MessageType.RecipientRemove,
  MessageType.Call,
  MessageType.ChannelNameChange,
  MessageType.ChannelIconChange,
  MessageType.ThreadStarterMessage,
]);

export const messageRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/channels/{channel_id}/messages',
    query: historyQuery,
    handle(call) {
      const channel = requireChannel(call, call.params.channel_id);
      const mayRead = permissionsIn(call.world, call.user.id, channel) & Permission.ReadMessageHistory;
      if (!mayRead) return ok([]);
      const page = channel.messages.page(call.query, call.query.limit);
      return ok(page.map((message) => renderMessage(call.world, message, call.viewer)));
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/messages/{message_id}',
    handle(call) {
      const channel = requireChannel(call, call.params.channel_id);
      requirePermission(call, channel, Permission.ReadMessageHistory);
      return ok(renderMessage(call.world, requireMessage(channel, call.params.message_id), call.viewer));
    },
  }),
  route({
    method: 'POST',
    path: '/channels/{channel_id}/messages',
    body: createMessageForm,
    handle(call) {
      const channel = requireChannel(call, call.params.channel_id);
      const message = postMessage(call.world, call.user, channel, call.body, call.files);
      return ok(renderMessage(call.world, message, call.viewer));
    },
  }),
  route({
    method: 'PATCH',
    path: '/channels/{channel_id}/messages/{message_id}',
    body: editOwnMessageForm,
    handle(call) {
      const { world, user, body } = call;
      const channel = requireChannel(call, call.params.channel_id);
      const message = requireMessage(channel, call.params.message_id);
      if (channel.kind === 'thread' && channel.archived) throw apiError('archivedThread');
      if (!isAuthor(message, user)) {
        // Moderators may hide and show the embeds of others, nothing else.
        const onlyFlags = Object.entries(body).every(([key, value]) => key === 'flags' || value === undefined);
        if (!onlyFlags) throw apiError('othersMessage');
        requirePermission(call, channel, Permission.ManageMessages);
        const suppress = (body.flags ?? 0) & MessageFlags.SuppressEmbeds;
        changeMessage(world, message, { flags: (message.flags & ~MessageFlags.SuppressEmbeds) | suppress });
        announceUpdate(world, message);
        return ok(renderMessage(world, message, call.viewer));
      }
      requireLength(user, body);
      if (user.bot) countOldEdit(call.hub, message);
      editMessage(world, message, {
        form: body,
        files: call.files,
        mentions: { onlyUsersByDefault: false, permissions: permissionsIn(world, user.id, channel) },
      });
      return ok(renderMessage(world, message, call.viewer));
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}/messages/{message_id}',
    handle(call) {
      const channel = requireChannel(call, call.params.channel_id);
      const message = requireMessage(channel, call.params.message_id);
      if (undeletable.has(message.type)) throw apiError('systemMessage');
      if (!isAuthor(message, call.user)) {
        if (channel.kind === 'direct') throw apiError('notInDirectMessage');
        requirePermission(call, channel, Permission.ManageMessages);
      }
      if (channel.kind === 'thread' && channel.archived) throw apiError('archivedThread');
      removeMessage(call.world, message);
      return noContent;
    },
  }),
  route({
    method: 'POST',
    path: '/channels/{channel_id}/messages/bulk-delete',
    only: 'bots',
    body: z.object({ messages: z.array(snowflake) }),
    handle(call) {
      const channel = requireChannel(call, call.params.channel_id);
      if (channel.kind === 'direct') throw apiError('notInDirectMessage');
      requirePermission(call, channel, Permission.ManageMessages);
      const ids = [...new Set(call.body.messages)];
      if (ids.length < 2 || ids.length > 100) throw apiError('bulkDeleteCount');
      const nowMs = call.world.clock.now();
      if (ids.some((id) => isOlderThan(id, FOURTEEN_DAYS_MS, nowMs))) throw apiError('messageTooOld');
      removeMessages(call.world, channel, ids);
      return noContent;
    },
  }),
  route({
    method: 'POST',
    path: '/channels/{channel_id}/messages/{message_id}/crosspost',
    differs: 'later edits and deletions are not carried over to channels that follow',
    handle(call) {
      const channel = requireChannel(call, call.params.channel_id);
      if (channel.kind !== 'guild' || channel.type !== ChannelType.GuildAnnouncement)
        throw apiError('wrongChannelType');
      const message = requireMessage(channel, call.params.message_id);
      requirePermission(
        call,
        channel,
        isAuthor(message, call.user) ? Permission.SendMessages : Permission.ManageMessages,
      );
      if (message.flags & MessageFlags.Crossposted) throw apiError('alreadyCrossposted');
      crosspost(call.world, channel, message);
      return ok(renderMessage(call.world, message, call.viewer));
    },
  }),
  route({
    method: 'POST',
    path: '/channels/{channel_id}/typing',
    handle(call) {
      const channel = requireChannel(call, call.params.channel_id);
      const needed = channel.kind === 'thread' ? Permission.SendMessagesInThreads : Permission.SendMessages;
      requirePermission(call, channel, needed);
      startTyping(call.world, channel, call.user.id);
      return noContent;
    },
  }),
];
