import { applicationRoutes } from './applications.ts';
import { channelRoutes } from './channels.ts';
import { commandIndexRoutes } from './command-index.ts';
import { commandRoutes } from './commands.ts';
import { emojiRoutes } from './emojis.ts';
import { gatewayRoutes } from './gateway.ts';
import { guildRoutes } from './guilds.ts';
import { interactionRoutes } from './interactions.ts';
import { inviteRoutes } from './invites.ts';
import { memberRoutes } from './members.ts';
import { messageRoutes } from './messages.ts';
import { newGuildRoutes } from './new-guilds.ts';
import { pinRoutes } from './pins.ts';
import { pollRoutes } from './polls.ts';
import { reactionRoutes } from './reactions.ts';
import { readMarkRoutes } from './read-marks.ts';
import { recipientRoutes } from './recipients.ts';
import { roleRoutes } from './roles.ts';
import type { Route } from './route.ts';
import { searchRoutes } from './search.ts';
import { stickerRoutes } from './stickers.ts';
import { threadMemberRoutes } from './thread-members.ts';
import { threadRoutes } from './threads.ts';
import { untouchedRoutes } from './untouched.ts';
import { uploadRoutes } from './uploads.ts';
import { userRoutes } from './users.ts';
import { webhookMessageRoutes } from './webhook-messages.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every call under /api/v10 that is answered. Routing, checks and the parity table derive from this list. */
export const routes: readonly Route[] = [
  ...gatewayRoutes,
  ...userRoutes,
  ...applicationRoutes,
  ...guildRoutes,
  ...newGuildRoutes,
  ...untouchedRoutes,
  ...memberRoutes,
  ...roleRoutes,
  ...emojiRoutes,
  ...stickerRoutes,
  ...inviteRoutes,
  ...channelRoutes,
  ...threadRoutes,
  ...threadMemberRoutes,
  ...messageRoutes,
  ...searchRoutes,
  ...uploadRoutes,
  ...reactionRoutes,
  ...pinRoutes,
  ...pollRoutes,
  ...readMarkRoutes,
  ...recipientRoutes,
  ...webhookRoutes,
  ...webhookMessageRoutes,
  ...commandRoutes,
  ...commandIndexRoutes,
  ...interactionRoutes,
];
