import type { HandledRoute, PublicFileRoute } from '@tzurot/platform';
import { addressBookRoutes } from './address-book/routes.ts';
import { aliasRoutes } from './aliases/routes.ts';
import { auditRoutes } from './audits/routes.ts';
import { channelRoutes } from './channels/routes.ts';
import { characterRoutes } from './characters/routes.ts';
import type { GatewayContext } from './context.ts';
import { explainDatabaseError } from './database/errors.ts';
import { denialRoutes } from './denials/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { fileRoutes } from './files/routes.ts';
import { historyRoutes } from './histories/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { listenerRoutes } from './listeners/routes.ts';
import { lorebookRoutes } from './lorebooks/routes.ts';
import { markRoutes } from './marks/routes.ts';
import { memoriesRoutes } from './memories/routes.ts';
import { memoryRoutes } from './memory/routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { noteRoutes } from './notes/routes.ts';
import { personaRoutes } from './personas/routes.ts';
import { pictureRoutes, publicPicture } from './pictures/routes.ts';
import { postRoutes } from './posts/routes.ts';
import { presetRoutes } from './presets/routes.ts';
import { problemRoutes } from './problems/routes.ts';
import { ruleRoutes } from './rules/routes.ts';
import { serverCharacterRoutes } from './server-characters/routes.ts';
import { serverRoleRoutes } from './server-roles/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { statusRoutes } from './status/routes.ts';
import { systemPromptRoutes } from './system-prompts/routes.ts';
import { triggerRoutes } from './triggers/routes.ts';
import { turnRoutes } from './turns/routes.ts';
import { usageRoutes } from './usage/routes.ts';
import { userRoutes } from './users/routes.ts';
import { vendorRoutes } from './vendors/routes.ts';
import { walletRoutes } from './wallet/routes.ts';

/** A list per resource. */
const routes: readonly HandledRoute<GatewayContext>[] = [
  ...triggerRoutes,
  ...messageRoutes,
  ...turnRoutes,
  ...usageRoutes,
  ...memoriesRoutes,
  ...memoryRoutes,
  ...postRoutes,
  ...characterRoutes,
  ...aliasRoutes,
  ...addressBookRoutes,
  ...personaRoutes,
  ...userRoutes,
  ...presetRoutes,
  ...walletRoutes,
  ...historyRoutes,
  ...channelRoutes,
  ...noteRoutes,
  ...lorebookRoutes,
  ...ruleRoutes,
  ...settingsRoutes,
  ...vendorRoutes,
  ...pictureRoutes,
  ...markRoutes,
  ...listenerRoutes,
  ...statusRoutes,
  ...denialRoutes,
  ...serverCharacterRoutes,
  ...serverRoleRoutes,
  ...systemPromptRoutes,
  ...problemRoutes,
  ...auditRoutes,
  ...exportRoutes,
  ...fileRoutes,
  ...importRoutes,
];

/** The same, with a failing database told from a failing gateway. */
export const handlers: readonly HandledRoute<GatewayContext>[] = routes.map(({ route, answer }) => ({
  route,
  answer: explaining(answer),
}));

/** What anybody may fetch. */
export const publicFiles: readonly PublicFileRoute<GatewayContext>[] = [publicPicture].map(({ find, ...route }) => ({
  ...route,
  find: explaining(find),
}));

function explaining<Call extends [unknown, GatewayContext, ...unknown[]], Answer>(
  answer: (...call: Call) => Promise<Answer>,
) {
  return async (...call: Call): Promise<Answer> => {
    try {
      return await answer(...call);
    } catch (error) {
      call[1].writes.note(error);
      throw explainDatabaseError(error);
    }
  };
}
