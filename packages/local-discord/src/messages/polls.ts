import { EmbedType, MessageReferenceType, MessageType } from 'discord-api-types/v10';
import type { Channel, Message } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { changeMessage } from '../world/write-message.ts';
import { announceUpdate, blankMessage, publishMessage } from './publish.ts';

/** Ends the poll when its time is up. */
export function schedulePollEnd(world: World, message: Message): void {
  if (!message.poll) return;
  world.clock.after(Math.max(0, message.poll.expiresAtMs - world.clock.now()), () => endPoll(world, message));
}

/** Closes a poll, shows the final counts and posts the result; a poll that has ended stays as it is. */
export function endPoll(world: World, message: Message): void {
  const { poll } = message;
  const channel = world.channels.get(message.channelId);
  if (!poll || poll.finalized || !channel?.messages.get(message.id)) return;
  const expiresAtMs = Math.min(poll.expiresAtMs, world.clock.now());
  changeMessage(world, message, { poll: { ...poll, expiresAtMs, finalized: true } });
  announceUpdate(world, message);

  const counts = poll.answers.map(({ answer_id }) => poll.votes.get(answer_id)?.size ?? 0);
  const best = Math.max(0, ...counts);
  const winner = counts.filter((count) => count === best).length === 1 ? poll.answers[counts.indexOf(best)] : undefined;
  const facts = {
    poll_question_text: poll.question.text ?? '',
    victor_answer_votes: String(best),
    total_votes: String(counts.reduce((sum, count) => sum + count, 0)),
    ...(winner ? { victor_answer_id: String(winner.answer_id), victor_answer_text: winner.poll_media.text ?? '' } : {}),
  };
  publishMessage(world, channel, {
    ...blankMessage(world, channel, message.author, MessageType.PollResult),
    reference: {
      type: MessageReferenceType.Default,
      channelId: channel.id,
      messageId: message.id,
      ...guildOf(channel),
    },
    embeds: [
      {
        type: EmbedType.PollResult,
        fields: Object.entries(facts).map(([name, value]) => ({ name, value, inline: false })),
      },
    ],
  });
}

function guildOf(channel: Channel): { guildId?: string } {
  return channel.kind === 'direct' ? {} : { guildId: channel.guildId };
}
