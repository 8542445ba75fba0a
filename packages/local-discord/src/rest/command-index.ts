import { mayInvoke } from '../interactions/may-invoke.ts';
import { renderCommand } from '../render/command.ts';
import { renderUserById } from '../render/user.ts';
import type { Channel } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { requireChannel, requireGuild } from './require.ts';
import { type Call, ok, type Reply, type Route, route } from './route.ts';

/** What the command picker of Discord's own client loads. */
export const commandIndexRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/application-command-index',
    only: 'people',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      return index(call, { guildId: guild.id });
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/application-command-index',
    only: 'people',
    handle(call) {
      const channel = requireChannel(call, call.params.channel_id);
      return index(call, channel.kind === 'direct' ? { channel } : { guildId: channel.guildId, channel });
    },
  }),
];

/** Commands this person may use here, and the applications they belong to. */
function index({ world, user }: Pick<Call, 'world' | 'user'>, where: { guildId?: string; channel?: Channel }): Reply {
  const commands = [...world.commands.values()].filter((command) => mayInvoke(world, user.id, command, where));
  const applicationIds = new Set(commands.map(({ applicationId }) => applicationId));
  return ok({
    applications: [...applicationIds].map((id) => renderIndexApplication(world, id)),
    application_commands: commands.map(renderCommand),
    version: commands.reduce((newest, { version }) => (version > newest ? version : newest), '0'),
  });
}

function renderIndexApplication(world: World, id: string): Record<string, unknown> {
  const application = world.applications.get(id);
  return {
    id,
    name: application?.name ?? '',
    description: application?.description ?? '',
    icon: application?.icon ?? null,
    bot_id: application?.botUserId,
    bot: application ? renderUserById(world, application.botUserId) : undefined,
    flags: 0,
  };
}
