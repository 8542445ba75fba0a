import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { queryInt, snowflake } from '../forms/fields.ts';
import { isSameEmoji, parseEmoji } from '../messages/emoji.ts';
import { renderMember } from '../render/member.ts';
import { renderUserById } from '../render/user.ts';
import { compareSnowflakes, type Snowflake } from '../world/snowflake.ts';
import type { Channel, Message, Reaction } from '../world/types.ts';
import { emit, guildIdOf, inChannel, type World } from '../world/world.ts';
import { changeMessage } from '../world/write-message.ts';
import { requireChannel, requireMessage, requirePermission } from './require.ts';
import { type Call, noContent, ok, type Route, route } from './route.ts';

const MAX_KINDS = 20;

export const reactionRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me',
    handle(call) {
      const { world, user } = call;
      const { channel, message } = requireTarget(call);
      if (channel.kind === 'thread' && channel.archived) throw apiError('archivedThread');
      const emoji = parseEmoji(world, call.params.emoji_name);
      if (isInPoll(message, emoji)) throw apiError('pollEmoji');
      const existing = message.reactions.find((each) => isSameEmoji(each.emoji, emoji));
      if (existing?.userIds.has(user.id)) return noContent;
      if (!existing) {
        // Joining a reaction that is there needs no right of its own.
        requirePermission(call, channel, Permission.AddReactions);
        if (message.reactions.length >= MAX_KINDS) throw apiError('tooManyReactions');
        changeMessage(world, message, { reactions: [...message.reactions, { emoji, userIds: new Set([user.id]) }] });
      } else {
        changeReactors(world, message, existing, new Set([...existing.userIds, user.id]));
      }
      const member = channel.kind === 'direct' ? undefined : world.guilds.get(channel.guildId)?.members.get(user.id);
      emit(world, 'MESSAGE_REACTION_ADD', inChannel(channel), {
        ...eventFacts(channel, message, user.id, existing?.emoji ?? emoji),
        ...(member ? { member: renderMember(world, member) } : {}),
        ...(message.author.kind === 'user' ? { message_author_id: message.author.userId } : {}),
      });
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me',
    handle(call) {
      removeReaction(call, call.user.id);
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}',
    handle(call) {
      if (call.params.user_id !== call.user.id) requireManaging(call);
      removeReaction(call, call.params.user_id);
      return noContent;
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}',
    query: z.object({
      after: snowflake.optional(),
      limit: queryInt(1, 100).default(25),
      type: queryInt(0, 1).default(0),
    }),
    handle(call) {
      const { world, query } = call;
      const { message } = requireTarget(call);
      const emoji = parseEmoji(world, call.params.emoji_name);
      const reaction = query.type === 0 ? message.reactions.find((each) => isSameEmoji(each.emoji, emoji)) : undefined;
      const ids = [...(reaction?.userIds ?? [])]
        .toSorted(compareSnowflakes)
        .filter((id) => query.after === undefined || compareSnowflakes(id, query.after) > 0);
      return ok(ids.slice(0, query.limit).map((id) => renderUserById(world, id)));
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}',
    handle(call) {
      const { world } = call;
      requireManaging(call);
      const { channel, message } = requireTarget(call);
      const emoji = parseEmoji(world, call.params.emoji_name);
      const kept = message.reactions.filter((each) => !isSameEmoji(each.emoji, emoji));
      if (kept.length === message.reactions.length) return noContent;
      changeMessage(world, message, { reactions: kept });
      emit(world, 'MESSAGE_REACTION_REMOVE_EMOJI', inChannel(channel), {
        channel_id: channel.id,
        message_id: message.id,
        emoji,
        ...guildIdOf(channel),
      });
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}/messages/{message_id}/reactions',
    handle(call) {
      requireManaging(call);
      const { channel, message } = requireTarget(call);
      changeMessage(call.world, message, { reactions: [] });
      emit(call.world, 'MESSAGE_REACTION_REMOVE_ALL', inChannel(channel), {
        channel_id: channel.id,
        message_id: message.id,
        ...guildIdOf(channel),
      });
      return noContent;
    },
  }),
];

type Asked = Pick<Call, 'world' | 'user'> & { params: { channel_id: string; message_id: string } };

function requireTarget(call: Asked): { channel: Channel; message: Message } {
  const channel = requireChannel(call, call.params.channel_id);
  requirePermission(call, channel, Permission.ReadMessageHistory);
  return { channel, message: requireMessage(channel, call.params.message_id) };
}

/** Reacting with an answer's emoji would look like a vote. */
function isInPoll({ poll }: Message, emoji: Reaction['emoji']): boolean {
  return (poll?.answers ?? []).some(({ poll_media: { emoji: shown } }) =>
    shown?.id ? shown.id === emoji.id : Boolean(shown?.name) && emoji.id === null && shown?.name === emoji.name,
  );
}

/** Reactions of others are a moderator's to remove; nobody moderates a direct message. */
function requireManaging(call: Asked): void {
  const channel = requireChannel(call, call.params.channel_id);
  if (channel.kind === 'direct') throw apiError('notInDirectMessage');
  requirePermission(call, channel, Permission.ManageMessages);
}

function removeReaction(call: Asked & { params: { emoji_name: string } }, userId: Snowflake): void {
  const { world } = call;
  const { channel, message } = requireTarget(call);
  const emoji = parseEmoji(world, call.params.emoji_name);
  const reaction = message.reactions.find((each) => isSameEmoji(each.emoji, emoji));
  if (!reaction?.userIds.has(userId)) return;
  changeReactors(world, message, reaction, new Set([...reaction.userIds].filter((id) => id !== userId)));
  emit(world, 'MESSAGE_REACTION_REMOVE', inChannel(channel), eventFacts(channel, message, userId, reaction.emoji));
}

/** A reaction that nobody gives any more is gone. */
function changeReactors(world: World, message: Message, reaction: Reaction, userIds: ReadonlySet<Snowflake>): void {
  const reactions = message.reactions.map((each) => (each === reaction ? { ...reaction, userIds } : each));
  changeMessage(world, message, { reactions: reactions.filter((each) => each.userIds.size > 0) });
}

function eventFacts(channel: Channel, message: Message, userId: Snowflake, emoji: Reaction['emoji']): object {
  return {
    user_id: userId,
    channel_id: channel.id,
    message_id: message.id,
    emoji,
    burst: false,
    type: 0,
    ...guildIdOf(channel),
  };
}
