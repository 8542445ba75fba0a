import { MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { callbackForm } from '../forms/callback.ts';
import { queryFlag } from '../forms/fields.ts';
import { interactionForm } from '../forms/interaction.ts';
import { callEndpoint } from '../interactions/endpoint.ts';
import { respond } from '../interactions/respond.ts';
import { startInteraction } from '../interactions/start.ts';
import type { Interaction } from '../interactions/types.ts';
import { renderMessage } from '../render/message.ts';
import type { Message } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { noContent, ok, openRoute, type Route, route } from './route.ts';

export const interactionRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/interactions',
    only: 'people',
    body: interactionForm,
    handle(call) {
      const delivery = startInteraction(call.world, call.user, call.body, call.files);
      if (delivery) void callEndpoint(call.hub, call.world, delivery);
      return noContent;
    },
  }),
  openRoute({
    method: 'POST',
    path: '/interactions/{interaction_id}/{interaction_token}/callback',
    query: z.object({ with_response: queryFlag.optional() }),
    body: callbackForm,
    handle({ hub, params, query, body, files }) {
      const found = hub.worlds
        .all()
        .map((world) => ({ world, interaction: world.interactions.get(params.interaction_id) }))
        .find((each) => each.interaction !== undefined);
      const { world, interaction } = found ?? {};
      if (!world || interaction?.token !== params.interaction_token) throw apiError('unknownInteraction');
      const message = respond(world, interaction, body, files);
      return query.with_response ? ok(describe(world, interaction, body.type, message)) : noContent;
    },
  }),
];

/** What a callback answers when asked `with_response`. */
function describe(world: World, interaction: Interaction, type: number, message: Message | undefined): object {
  const botId = world.applications.get(interaction.applicationId)?.botUserId ?? '';
  const viewer = { userId: botId, bot: true, mayReadContent: true };
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: interaction.channelId,
      ...(interaction.guildId === null ? {} : { guild_id: interaction.guildId }),
      ...(message
        ? {
            response_message_id: message.id,
            response_message_loading: (message.flags & MessageFlags.Loading) !== 0,
            response_message_ephemeral: message.ephemeral !== undefined,
          }
        : {}),
    },
    ...(message ? { resource: { type, message: renderMessage(world, message, viewer) } } : {}),
  };
}
