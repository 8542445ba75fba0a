import { apiError } from '../errors.ts';
import { renderApplication } from '../render/application.ts';
import { ok, type Route, route } from './route.ts';

export const applicationRoutes: readonly Route[] = (['/applications/@me', '/oauth2/applications/@me'] as const).map(
  (path) =>
    route({
      method: 'GET',
      path,
      only: 'bots',
      handle({ world, user }) {
        const application = [...world.applications.values()].find(({ botUserId }) => botUserId === user.id);
        if (!application) throw apiError('unknownApplication');
        return ok(renderApplication(world, application));
      },
    }),
);
