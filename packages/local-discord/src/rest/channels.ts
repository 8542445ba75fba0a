import { renderChannel } from '../render/channel.ts';
import { requireChannel } from './require.ts';
import { ok, type Route, route } from './route.ts';

export const channelRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/channels/{channel_id}',
    handle: (call) => ok(renderChannel(call.world, requireChannel(call, call.params.channel_id), call.viewer)),
  }),
];
