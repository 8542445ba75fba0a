import { applicationRoutes } from './applications.ts';
import { channelRoutes } from './channels.ts';
import { commandIndexRoutes } from './command-index.ts';
import { commandRoutes } from './commands.ts';
import { gatewayRoutes } from './gateway.ts';
import { guildRoutes } from './guilds.ts';
import { interactionRoutes } from './interactions.ts';
import { messageRoutes } from './messages.ts';
import type { Route } from './route.ts';
import { userRoutes } from './users.ts';
import { webhookMessageRoutes } from './webhook-messages.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every call under /api/v10 that is answered. Routing, checks and the parity table derive from this list. */
export const routes: readonly Route[] = [
  ...gatewayRoutes,
  ...applicationRoutes,
  ...userRoutes,
  ...guildRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...webhookRoutes,
  ...webhookMessageRoutes,
  ...commandRoutes,
  ...commandIndexRoutes,
  ...interactionRoutes,
];
