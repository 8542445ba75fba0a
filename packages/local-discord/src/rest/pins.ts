import { MessageReferenceType, MessageType, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { queryInt } from '../forms/fields.ts';
import { announceUpdate, blankMessage, publishMessage } from '../messages/publish.ts';
import { renderMessage } from '../render/message.ts';
import { isoTime, isoTimeOrNull } from '../render/time.ts';
import { permissionsIn, youngPermissions } from '../world/permissions.ts';
import type { Channel, Message } from '../world/types.ts';
import { emit, guildIdOf, inChannel, type World } from '../world/world.ts';
import { changeMessage } from '../world/write-message.ts';
import { requireChannel, requireMessage, requirePermission } from './require.ts';
import { type Call, noContent, ok, type Route, route } from './route.ts';

const MAX_PINS = 250;

export const pinRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/channels/{channel_id}/messages/pins',
    query: z.object({ before: z.string().optional(), limit: queryInt(1, 50).default(50) }),
    handle(call) {
      const { world, query, viewer } = call;
      const beforeMs = query.before === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.before);
      const pinned = readablePins(call).filter(({ pinnedAtMs }) => (pinnedAtMs ?? 0) < beforeMs);
      return ok({
        items: pinned.slice(0, query.limit).map((message) => ({
          pinned_at: isoTimeOrNull(message.pinnedAtMs),
          message: renderMessage(world, message, viewer),
        })),
        has_more: pinned.length > query.limit,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/pins',
    handle: (call) =>
      ok(
        readablePins(call)
          .slice(0, 50)
          .map((message) => renderMessage(call.world, message, call.viewer)),
      ),
  }),
  ...(
    ['/channels/{channel_id}/messages/pins/{message_id}', '/channels/{channel_id}/pins/{message_id}'] as const
  ).flatMap((path): Route[] => [
    route({
      method: 'PUT',
      path,
      handle(call) {
        const { world, user } = call;
        const { channel, message } = requirePinnable(call);
        if (message.pinnedAtMs !== null) return noContent;
        if (pinsOf(channel).length >= MAX_PINS) throw apiError('tooManyPins');
        changeMessage(world, message, { pinnedAtMs: world.clock.now() });
        announcePins(world, channel, message);
        publishMessage(world, channel, {
          ...blankMessage(world, channel, { kind: 'user', userId: user.id }, MessageType.ChannelPinnedMessage),
          reference: {
            type: MessageReferenceType.Default,
            channelId: channel.id,
            messageId: message.id,
            ...(channel.kind === 'direct' ? {} : { guildId: channel.guildId }),
          },
        });
        return noContent;
      },
    }),
    route({
      method: 'DELETE',
      path,
      handle(call) {
        const { channel, message } = requirePinnable(call);
        if (message.pinnedAtMs === null) return noContent;
        changeMessage(call.world, message, { pinnedAtMs: null });
        announcePins(call.world, channel, message);
        return noContent;
      },
    }),
  ]),
];

function pinsOf(channel: Channel): Message[] {
  return [...channel.messages].filter(({ pinnedAtMs }) => pinnedAtMs !== null);
}

/** The channel's pins, newest pin first; none without the right to read history. */
function readablePins(call: Pick<Call, 'world' | 'user'> & { params: { channel_id: string } }): Message[] {
  const channel = requireChannel(call, call.params.channel_id);
  if (!(permissionsIn(call.world, call.user.id, channel) & Permission.ReadMessageHistory)) return [];
  return pinsOf(channel).toSorted((a, b) => (b.pinnedAtMs ?? 0) - (a.pinnedAtMs ?? 0));
}

function requirePinnable(call: Pick<Call, 'world' | 'user'> & { params: { channel_id: string; message_id: string } }): {
  channel: Channel;
  message: Message;
} {
  const channel = requireChannel(call, call.params.channel_id);
  const message = requireMessage(channel, call.params.message_id);
  requirePermission(call, channel, youngPermissions.PinMessages);
  if (channel.kind === 'thread' && channel.archived) throw apiError('archivedThread');
  return { channel, message };
}

function announcePins(world: World, channel: Channel, message: Message): void {
  const newest = Math.max(0, ...pinsOf(channel).map(({ pinnedAtMs }) => pinnedAtMs ?? 0));
  channel.lastPinAtMs = newest === 0 ? null : newest;
  announceUpdate(world, message);
  emit(world, 'CHANNEL_PINS_UPDATE', inChannel(channel), {
    channel_id: channel.id,
    last_pin_timestamp: newest === 0 ? null : isoTime(newest),
    ...guildIdOf(channel),
  });
}
