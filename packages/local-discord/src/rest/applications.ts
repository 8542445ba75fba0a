import { z } from 'zod';
import { apiError } from '../errors.ts';
import { imageData, trimmed } from '../forms/fields.ts';
import { verifyEndpoint } from '../interactions/endpoint.ts';
import { renderApplication } from '../render/application.ts';
import { storePicture } from '../world/pictures.ts';
import type { Application } from '../world/types.ts';
import { requireOwnApplication } from './commands.ts';
import { type Call, ok, type Route, route } from './route.ts';

export const applicationRoutes: readonly Route[] = [
  ...(['/applications/@me', '/oauth2/applications/@me', '/applications/{application_id}'] as const).map((path) =>
    route({ method: 'GET', path, only: 'bots', handle: (call) => show(call, ownApplication(call)) }),
  ),
  ...(['/applications/@me', '/applications/{application_id}'] as const).map((path) =>
    route({
      method: 'PATCH',
      path,
      only: 'bots',
      body: z.object({
        description: trimmed(0, 400).nullish(),
        icon: imageData.nullish(),
        tags: z.array(trimmed(1, 20)).max(5).nullish(),
        interactions_endpoint_url: z.union([z.url(), z.literal('')]).nullish(),
      }),
      differs: 'an interactions endpoint must be on this machine',
      async handle(call) {
        const { world, body } = call;
        const application = ownApplication(call);
        if (body.interactions_endpoint_url) await verifyEndpoint(application, body.interactions_endpoint_url);
        if (typeof body.description === 'string') application.description = body.description;
        if (body.icon !== undefined) {
          application.icon = body.icon ? storePicture(world, 'app-icons', application.id, body.icon) : null;
        }
        if (body.tags) application.tags = body.tags;
        if (body.interactions_endpoint_url !== undefined) {
          application.interactionsEndpointUrl = body.interactions_endpoint_url || null;
        }
        return show(call, application);
      },
    }),
  ),
  route({
    method: 'GET',
    path: '/applications/{application_id}/entitlements',
    only: 'bots',
    differs: 'always empty: nothing is sold here',
    handle(call) {
      requireOwnApplication(call);
      return ok([]);
    },
  }),
];

/** The application of a bot, whether its path calls it by id or `@me`. */
function ownApplication({ world, user, params }: Pick<Call, 'world' | 'user'> & { params: unknown }): Application {
  const application = [...world.applications.values()].find(({ botUserId }) => botUserId === user.id);
  const { application_id: wanted = application?.id } = params as { application_id?: string };
  if (!application || application.id !== wanted) throw apiError('unknownApplication');
  return application;
}

function show({ hub, world }: Pick<Call, 'hub' | 'world'>, application: Application) {
  return ok(renderApplication(world, application, hub.refusedIntents));
}
