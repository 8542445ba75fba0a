import { addRecipient, type Group, isGroup, removeRecipient } from '../channels/direct.ts';
import { apiError } from '../errors.ts';
import { requireChannel } from './require.ts';
import { type Call, noContent, type Route, route } from './route.ts';

/** Who is in a group of people. */
export const recipientRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/channels/{channel_id}/recipients/{user_id}',
    only: 'people',
    handle(call) {
      const added = call.world.users.get(call.params.user_id);
      if (!added) throw apiError('unknownUser');
      addRecipient(call.world, requireGroup(call), call.user, added);
      return noContent;
    },
  }),
  route({
    method: 'DELETE',
    path: '/channels/{channel_id}/recipients/{user_id}',
    only: 'people',
    handle(call) {
      const { world, user, params } = call;
      const group = requireGroup(call);
      if (!group.recipientIds.includes(params.user_id)) throw apiError('unknownUser');
      if (params.user_id !== user.id && group.group.ownerId !== user.id) throw apiError('missingPermissions');
      removeRecipient(world, group, user, params.user_id);
      return noContent;
    },
  }),
];

function requireGroup(call: Pick<Call, 'world' | 'user'> & { params: { channel_id: string } }): Group {
  const channel = requireChannel(call, call.params.channel_id);
  if (!isGroup(channel)) throw apiError('wrongChannelType');
  return channel;
}
