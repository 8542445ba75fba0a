import { hasFlag, isThreadType, MessageFlag } from '../discord/constants.ts';
import { isNewer } from '../discord/snowflake.ts';
import type { CustomEmoji, Message, Reaction } from '../discord/types.ts';
import { isSameEmoji } from './change-reactions.ts';
import { withChannel, withMember, withUsers } from './known-places.ts';
import { changeMessage, removeMessages, upsertMessage } from './loaded-messages.ts';
import { isMentioned } from './unread.ts';
import { type MessageList, type PendingInteraction, type World, withEntry, withoutEntry } from './world.ts';

/** Changes the loaded messages of a channel; the same world when there are none or nothing changed. */
export const changeList = (world: World, channelId: string, change: (list: MessageList) => MessageList): World => {
  const list = world.messages.get(channelId);
  if (list === undefined) return world;
  const changed = change(list);
  return changed === list ? world : { ...world, messages: withEntry(world.messages, channelId, changed) };
};

const stopTyping = (world: World, channelId: string, userId: string): World => {
  const typing = world.typing.get(channelId);
  if (typing?.has(userId) !== true) return world;
  return { ...world, typing: withEntry(world.typing, channelId, withoutEntry(typing, userId)) };
};

const nonceOf = (message: Message): string | undefined =>
  message.nonce === undefined ? undefined : String(message.nonce);

/** The answer to a command carries the command's nonce; then it is no longer being waited for. */
const settle = (world: World, nonce: string | undefined): World => {
  const isAnswered = (pending: PendingInteraction): boolean => pending.nonce === nonce;
  if (nonce === undefined) return world;
  return {
    ...world,
    interactions: world.interactions.some(isAnswered)
      ? world.interactions.filter((pending) => !isAnswered(pending))
      : world.interactions,
    outgoing: world.outgoing.some((outgoing) => outgoing.nonce === nonce)
      ? world.outgoing.filter((outgoing) => outgoing.nonce !== nonce)
      : world.outgoing,
  };
};

/** Moves the end of the channel, and counts what is new and for this person. */
const noteNewest = (world: World, message: Message): World => {
  const channel = world.channels.get(message.channel_id);
  if (channel === undefined || !isNewer(message.id, channel.last_message_id)) return world;
  const count = isThreadType(channel.type) ? { message_count: (channel.message_count ?? 0) + 1 } : {};
  const next = withChannel(world, { ...channel, ...count, last_message_id: message.id });
  if (message.author.id === world.me?.id) {
    return { ...next, reads: withEntry(next.reads, channel.id, { lastReadId: message.id, mentionCount: 0 }) };
  }
  if (!isMentioned(next, message)) return next;
  const read = next.reads.get(channel.id);
  return {
    ...next,
    reads: withEntry(next.reads, channel.id, {
      lastReadId: read?.lastReadId ?? null,
      mentionCount: (read?.mentionCount ?? 0) + 1,
    }),
  };
};

export const addMessage = (world: World, message: Message): World => {
  let next = withUsers(world, [message.author, ...message.mentions]);
  if (message.guild_id !== undefined && message.member !== undefined && message.webhook_id === undefined) {
    next = withMember(next, message.guild_id, message.author.id, message.member);
  }
  next = changeList(next, message.channel_id, (list) => upsertMessage(list, message));
  next = settle(next, nonceOf(message));
  next = stopTyping(next, message.channel_id, message.author.id);
  return hasFlag(message.flags, MessageFlag.ephemeral) ? next : noteNewest(next, message);
};

export type MessageUpdate = Partial<Message> & { id: string; channel_id: string };

/** An update tells everybody the same, so what is only this person's (own reactions, own votes) is kept. */
export const updateMessage = (world: World, update: MessageUpdate): World =>
  changeList(world, update.channel_id, (list) =>
    changeMessage(list, update.id, (message) => {
      const reactions = update.reactions?.map((reaction) => ({
        ...reaction,
        me: message.reactions?.some((own) => own.me && isSameEmoji(own.emoji, reaction.emoji)) ?? false,
      }));
      const myVotes = new Set(
        message.poll?.results?.answer_counts.filter((count) => count.me_voted).map(({ id }) => id),
      );
      const results = update.poll?.results;
      return {
        ...message,
        ...update,
        ...(reactions === undefined ? {} : { reactions }),
        ...(update.poll === undefined || results === undefined
          ? {}
          : {
              poll: {
                ...update.poll,
                results: {
                  ...results,
                  answer_counts: results.answer_counts.map((count) => ({ ...count, me_voted: myVotes.has(count.id) })),
                },
              },
            }),
      };
    }),
  );

/** Takes messages away; replies to them say that their original is gone. */
export const deleteMessages = (world: World, channelId: string, ids: readonly string[]): World => {
  const gone = new Set(ids);
  return changeList(world, channelId, (list) => {
    const left = removeMessages(list, gone);
    const isOrphan = (message: Message): boolean => gone.has(message.referenced_message?.id ?? '');
    if (!left.items.some(isOrphan)) return left;
    return {
      ...left,
      items: left.items.map((message) => (isOrphan(message) ? { ...message, referenced_message: null } : message)),
    };
  });
};

export interface ReactionEvent {
  user_id: string;
  channel_id: string;
  message_id: string;
  emoji: CustomEmoji;
}

export const reactTo = (
  world: World,
  event: { channel_id: string; message_id: string },
  change: (reactions: readonly Reaction[]) => readonly Reaction[],
): World =>
  changeList(world, event.channel_id, (list) =>
    changeMessage(list, event.message_id, (message) => ({ ...message, reactions: change(message.reactions ?? []) })),
  );
