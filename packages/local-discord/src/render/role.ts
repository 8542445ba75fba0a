import type { APIRole, RoleFlags } from 'discord-api-types/v10';
import type { Role } from '../world/types.ts';

export function renderRole(role: Role): APIRole {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position: role.position,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: role.hoist,
    managed: role.managed,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: role.unicodeEmoji,
    flags: 0 as RoleFlags,
    ...(role.botUserId === undefined ? {} : { tags: { bot_id: role.botUserId } }),
  };
}
