import { z } from 'zod';
import { apiError } from '../errors.ts';
import { queryInt, snowflake } from '../forms/fields.ts';
import { endPoll } from '../messages/polls.ts';
import { renderMessage } from '../render/message.ts';
import { renderUserById } from '../render/user.ts';
import { compareSnowflakes } from '../world/snowflake.ts';
import type { Channel, Message, Poll } from '../world/types.ts';
import { emit, guildIdOf, inChannel } from '../world/world.ts';
import { changeMessage } from '../world/write-message.ts';
import { isAuthor, requireChannel, requireMessage } from './require.ts';
import { type Call, noContent, ok, type Route, route } from './route.ts';

export const pollRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/channels/{channel_id}/polls/{message_id}/answers/{answer_id}',
    query: z.object({ after: snowflake.optional(), limit: queryInt(1, 100).default(25) }),
    handle(call) {
      const { world, query, params } = call;
      const { poll } = requirePoll(call);
      const voters = [...(poll.votes.get(Number(params.answer_id)) ?? [])]
        .toSorted(compareSnowflakes)
        .filter((id) => query.after === undefined || compareSnowflakes(id, query.after) > 0);
      return ok({ users: voters.slice(0, query.limit).map((id) => renderUserById(world, id)) });
    },
  }),
  route({
    method: 'POST',
    path: '/channels/{channel_id}/polls/{message_id}/expire',
    handle(call) {
      const message = requireMessage(requireChannel(call, call.params.channel_id), call.params.message_id);
      if (!message.poll) throw apiError('noPollToExpire');
      if (!isAuthor(message, call.user)) throw apiError('othersMessage');
      if (message.poll.finalized) throw apiError('pollExpired');
      endPoll(call.world, message);
      return ok(renderMessage(call.world, message, call.viewer));
    },
  }),
  route({
    method: 'PUT',
    path: '/channels/{channel_id}/polls/{message_id}/answers/@me',
    only: 'people',
    body: z.object({ answer_ids: z.array(z.coerce.number().int()).max(10) }),
    handle(call) {
      const { world, user, body } = call;
      const { channel, message, poll } = requirePoll(call);
      if (poll.finalized || poll.expiresAtMs <= world.clock.now()) throw apiError('pollExpired');
      const wanted = new Set(body.answer_ids);
      const known = poll.answers.map(({ answer_id }) => answer_id);
      if ([...wanted].some((id) => !known.includes(id)) || (wanted.size > 1 && !poll.multiselect)) {
        throw apiError('pollVotingBlocked');
      }
      const before = poll.votes;
      const votes = new Map(
        known.map((answerId) => {
          const others = [...(before.get(answerId) ?? [])].filter((id) => id !== user.id);
          return [answerId, new Set(wanted.has(answerId) ? [...others, user.id] : others)];
        }),
      );
      changeMessage(world, message, { poll: { ...poll, votes } });
      for (const answerId of known) {
        if (wanted.has(answerId) === (before.get(answerId)?.has(user.id) ?? false)) continue;
        emit(world, wanted.has(answerId) ? 'MESSAGE_POLL_VOTE_ADD' : 'MESSAGE_POLL_VOTE_REMOVE', inChannel(channel), {
          user_id: user.id,
          channel_id: channel.id,
          message_id: message.id,
          answer_id: answerId,
          ...guildIdOf(channel),
        });
      }
      return noContent;
    },
  }),
];

function requirePoll(call: Pick<Call, 'world' | 'user'> & { params: { channel_id: string; message_id: string } }): {
  channel: Channel;
  message: Message;
  poll: Poll;
} {
  const channel = requireChannel(call, call.params.channel_id);
  const message = requireMessage(channel, call.params.message_id);
  if (!message.poll) throw apiError('unknownMessage');
  return { channel, message, poll: message.poll };
}
