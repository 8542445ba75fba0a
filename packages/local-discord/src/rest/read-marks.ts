import { z } from 'zod';
import { emit } from '../world/world.ts';
import { requireChannel } from './require.ts';
import { ok, type Route, route } from './route.ts';

/** What people have read; Discord's own client keeps it, and READY brings it back. */
export const readMarkRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/channels/{channel_id}/messages/{message_id}/ack',
    only: 'people',
    body: z.object({ token: z.string().nullish(), manual: z.boolean().nullish(), mention_count: z.int().nullish() }),
    handle(call) {
      const { world, user, params } = call;
      const channel = requireChannel(call, params.channel_id);
      world.readMarks.set(`${user.id}:${channel.id}`, params.message_id);
      emit(
        world,
        'MESSAGE_ACK',
        { to: 'user', userId: user.id },
        {
          channel_id: channel.id,
          message_id: params.message_id,
          version: 1,
        },
      );
      return ok({ token: null });
    },
  }),
];
