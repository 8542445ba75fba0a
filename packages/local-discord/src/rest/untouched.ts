import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { requireGuildPermission } from './require.ts';
import { ok, type Route, route } from './route.ts';

/** Lists of things that nobody can make here: they are answered as those of a guild where nobody has made any. */
const lists = [
  ['/guilds/{guild_id}/scheduled-events', 0n, []],
  ['/guilds/{guild_id}/soundboard-sounds', 0n, { items: [] }],
  ['/guilds/{guild_id}/auto-moderation/rules', Permission.ManageGuild, []],
  ['/guilds/{guild_id}/templates', Permission.ManageGuild, []],
  [
    '/guilds/{guild_id}/audit-logs',
    Permission.ViewAuditLog,
    {
      audit_log_entries: [],
      users: [],
      integrations: [],
      webhooks: [],
      guild_scheduled_events: [],
      threads: [],
      application_commands: [],
      auto_moderation_rules: [],
    },
  ],
] as const;

const differs = 'always empty';

export const untouchedRoutes: readonly Route[] = [
  ...lists.map(([path, permission, nothing]) =>
    route({
      method: 'GET',
      path,
      differs,
      handle(call) {
        requireGuildPermission(call, call.params.guild_id, permission);
        return ok(nothing);
      },
    }),
  ),
  route({ method: 'GET', path: '/soundboard-default-sounds', differs, handle: () => ok([]) }),
];
