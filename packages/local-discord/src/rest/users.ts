import { z } from 'zod';
import { createGroup, findDirectChannel, openDirectChannel } from '../channels/direct.ts';
import { apiError } from '../errors.ts';
import { imageData, queryFlag, queryInt, snowflake, trimmed } from '../forms/fields.ts';
import { putOut } from '../members/leave.ts';
import { renderChannel } from '../render/channel.ts';
import { renderMember } from '../render/member.ts';
import { renderSelf, renderUser } from '../render/user.ts';
import { guildPermissions } from '../world/permissions.ts';
import { storePicture } from '../world/pictures.ts';
import { compareSnowflakes, type Snowflake } from '../world/snowflake.ts';
import type { User } from '../world/types.ts';
import { emit, type World } from '../world/world.ts';
import { requireGuild } from './require.ts';
import { noContent, ok, type Route, route } from './route.ts';

export const userRoutes: readonly Route[] = [
  route({ method: 'GET', path: '/users/@me', handle: ({ user }) => ok(renderSelf(user)) }),
  route({
    method: 'PATCH',
    path: '/users/@me',
    body: z.object({
      username: trimmed(2, 32).nullish(),
      global_name: trimmed(1, 32).nullish(),
      avatar: imageData.nullish(),
      banner: imageData.nullish(),
    }),
    handle({ world, user, body }) {
      if (body.username) user.username = body.username;
      if (body.global_name !== undefined) user.globalName = body.global_name;
      if (body.avatar !== undefined)
        user.avatar = body.avatar ? storePicture(world, 'avatars', user.id, body.avatar) : null;
      if (body.banner !== undefined)
        user.banner = body.banner ? storePicture(world, 'banners', user.id, body.banner) : null;
      emit(world, 'USER_UPDATE', { to: 'user', userId: user.id }, renderSelf(user));
      return ok(renderSelf(user));
    },
  }),
  route({
    method: 'GET',
    path: '/users/@me/guilds',
    query: z.object({
      before: snowflake.optional(),
      after: snowflake.optional(),
      limit: queryInt(1, 200).default(200),
      with_counts: queryFlag.default(false),
    }),
    handle({ world, user, query }) {
      const guilds = [...world.guilds.values()]
        .filter((guild) => guild.members.has(user.id))
        .filter(({ id }) => query.after === undefined || compareSnowflakes(id, query.after) > 0)
        .filter(({ id }) => query.before === undefined || compareSnowflakes(id, query.before) < 0)
        .slice(0, query.limit);
      return ok(
        guilds.flatMap((guild) => {
          const member = guild.members.get(user.id);
          if (!member) return [];
          const counts = {
            approximate_member_count: guild.members.size,
            approximate_presence_count: guild.members.size,
          };
          return [
            {
              id: guild.id,
              name: guild.name,
              icon: guild.icon,
              banner: null,
              owner: guild.ownerId === user.id,
              permissions: guildPermissions(guild, member, world.clock.now()).toString(),
              features: [],
              ...(query.with_counts ? counts : {}),
            },
          ];
        }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/users/@me/guilds/{guild_id}/member',
    handle(call) {
      const { self } = requireGuild(call, call.params.guild_id);
      return ok(renderMember(call.world, self));
    },
  }),
  route({
    method: 'DELETE',
    path: '/users/@me/guilds/{guild_id}',
    handle(call) {
      const { guild } = requireGuild(call, call.params.guild_id);
      if (guild.ownerId === call.user.id) throw apiError('missingPermissions');
      putOut(call.world, guild, call.user.id);
      return noContent;
    },
  }),
  route({
    method: 'GET',
    path: '/users/@me/channels',
    handle({ world, user, viewer }) {
      const own = [...world.directChannels.values()].filter(({ recipientIds }) => recipientIds.includes(user.id));
      return ok(own.map((channel) => renderChannel(world, channel, viewer)));
    },
  }),
  route({
    method: 'POST',
    path: '/users/@me/channels',
    body: z.object({ recipient_id: snowflake.nullish(), recipients: z.array(snowflake).nullish() }),
    differs:
      'several recipients make a group for people only: applications get into groups by OAuth2, which is not here',
    handle(call) {
      const { hub, world, user, viewer, body } = call;
      const wanted = body.recipient_id ? [body.recipient_id] : (body.recipients ?? []);
      const others = [...new Set(wanted)].map((id) => requireRecipient(call, id));
      const [other] = others;
      if (!other || (user.bot && others.length > 1)) throw apiError('invalidRecipients');
      if (others.length > 1) return ok(renderChannel(world, createGroup(world, user, others), viewer));

      const existing = findDirectChannel(world, user.id, other.id);
      if (existing) return ok(renderChannel(world, existing, viewer));
      if (user.bot && hub.limits.countAction('open-direct', user.id) !== undefined) {
        throw apiError('directOpensTooFast');
      }
      return ok(renderChannel(world, openDirectChannel(world, user.id, other.id), viewer));
    },
  }),
  route({
    method: 'GET',
    path: '/users/{user_id}',
    handle({ world, params }) {
      const user = world.users.get(params.user_id);
      if (!user) throw apiError('unknownUser');
      return ok(renderUser(user));
    },
  }),
];

/** Somebody else whom an account may write to. @throws ApiError 10013, 50033, 50007 */
function requireRecipient({ world, user }: { world: World; user: User }, id: Snowflake): User {
  if (id === user.id) throw apiError('invalidRecipients');
  const other = world.users.get(id);
  if (!other) throw apiError('unknownUser');
  if (other.bot && user.bot) throw apiError('cannotDirectMessage');
  return other;
}
