import { ApplicationFlags, GatewayIntentBits as Intent } from 'discord-api-types/v10';
import { verifyKeyOf } from '../world/signature.ts';
import type { Application } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { renderUserById } from './user.ts';

/** An application as its own bot sees it. */
export function renderApplication(
  world: World,
  application: Application,
  refusedIntents: number,
): Record<string, unknown> {
  const flags = applicationFlags(refusedIntents);
  return {
    id: application.id,
    name: application.name,
    icon: application.icon,
    description: application.description,
    type: null,
    bot: renderUserById(world, application.botUserId),
    bot_public: true,
    bot_require_code_grant: false,
    integration_types_config: { 0: {}, 1: {} },
    verify_key: verifyKeyOf(application),
    flags,
    flags_new: String(flags),
    tags: application.tags,
    redirect_uris: [],
    interactions_endpoint_url: application.interactionsEndpointUrl,
    role_connections_verification_url: null,
    owner: renderUserById(world, application.ownerId),
    approximate_guild_count: [...world.guilds.values()].filter(({ members }) => members.has(application.botUserId))
      .length,
    approximate_user_install_count: application.installCount,
    approximate_user_authorization_count: 0,
    event_webhooks_url: null,
    event_webhooks_status: 1,
    event_webhooks_types: [],
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}

/** Which privileged intents the application may use is public knowledge in its flags. */
export function applicationFlags(refusedIntents: number): number {
  const pairs = [
    [Intent.GuildPresences, ApplicationFlags.GatewayPresenceLimited],
    [Intent.GuildMembers, ApplicationFlags.GatewayGuildMembersLimited],
    [Intent.MessageContent, ApplicationFlags.GatewayMessageContentLimited],
  ] as const;
  return pairs.reduce((flags, [intent, flag]) => (refusedIntents & intent ? flags : flags | flag), 0);
}
