import type { Application } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { renderUserById } from './user.ts';

/** `flags` bit 18 and 19: the message content intent is switched on. */
const MESSAGE_CONTENT_FLAGS = (1 << 18) | (1 << 19);

/** What an application learns of itself. */
export function renderApplication(world: World, application: Application): object {
  return {
    id: application.id,
    name: application.name,
    icon: application.icon,
    description: application.description,
    type: null,
    bot: renderUserById(world, application.botUserId),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: application.id.padStart(64, '0'),
    flags: MESSAGE_CONTENT_FLAGS,
    flags_new: String(MESSAGE_CONTENT_FLAGS),
    tags: application.tags,
    redirect_uris: [],
    interactions_endpoint_url: application.interactionsEndpointUrl,
    role_connections_verification_url: null,
    owner: renderUserById(world, application.ownerId),
    approximate_guild_count: [...world.guilds.values()].filter((guild) => guild.members.has(application.botUserId))
      .length,
    approximate_user_install_count: application.installCount,
    approximate_user_authorization_count: application.installCount,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}
