import { type APIUser, Locale, type UserFlags, UserPremiumType } from 'discord-api-types/v10';
import type { Snowflake } from '../world/snowflake.ts';
import type { Author, User } from '../world/types.ts';
import type { World } from '../world/world.ts';

const noFlags = 0 as UserFlags;

/** A user as everybody sees them. */
export function renderUser(user: User): APIUser {
  return {
    id: user.id,
    username: user.username,
    discriminator: '0',
    global_name: user.globalName,
    avatar: user.avatar,
    avatar_decoration_data: null,
    collectibles: null,
    banner: user.banner,
    accent_color: user.accentColor,
    public_flags: noFlags,
    flags: noFlags,
    primary_guild: null,
    ...(user.bot ? { bot: true } : {}),
  };
}

/** What an account has bought; bots buy nothing. */
export function premiumTypeOf(user: User): UserPremiumType | undefined {
  return user.bot ? undefined : UserPremiumType.Nitro;
}

/** What an account learns of itself. */
export function renderSelf(user: User): APIUser {
  const premiumType = premiumTypeOf(user);
  return {
    ...renderUser(user),
    mfa_enabled: false,
    locale: Locale.EnglishUS,
    verified: true,
    email: null,
    ...(premiumType === undefined ? {} : { premium_type: premiumType }),
  };
}

/** The author of a message; webhooks speak as bots under the name and picture of that one message. */
export function renderAuthor(world: World, author: Author): APIUser {
  if (author.kind === 'user') return renderUserById(world, author.userId);
  return {
    id: author.webhookId,
    username: author.username,
    discriminator: '0000',
    global_name: null,
    avatar: author.avatar,
    public_flags: noFlags,
    flags: noFlags,
    bot: true,
    primary_guild: null,
  };
}

export function renderUserById(world: World, userId: Snowflake): APIUser {
  const user = world.users.get(userId);
  if (user) return renderUser(user);
  return {
    id: userId,
    username: 'Deleted User',
    discriminator: '0',
    global_name: null,
    avatar: null,
    public_flags: noFlags,
    flags: noFlags,
    primary_guild: null,
  };
}
