import type { APIGuildMember } from 'discord-api-types/v10';
import type { Member } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { isoTime, isoTimeOrNull } from './time.ts';
import { renderUserById } from './user.ts';

/** A member without the user, as it stands beside an author in events. */
export function renderPartialMember(member: Member): Omit<APIGuildMember, 'user'> {
  return {
    roles: [...member.roleIds],
    nick: member.nick,
    avatar: member.avatar,
    banner: null,
    joined_at: isoTime(member.joinedAtMs),
    premium_since: null,
    communication_disabled_until: isoTimeOrNull(member.timedOutUntilMs),
    flags: member.flags,
    pending: false,
    deaf: false,
    mute: false,
  };
}

export function renderMember(world: World, member: Member): APIGuildMember {
  return { ...renderPartialMember(member), user: renderUserById(world, member.userId) };
}
