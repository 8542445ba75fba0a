import type { Trigger } from '@tzurot/contracts';
import { type GuildMember, PermissionFlagsBits, type TextBasedChannel } from 'discord.js';

/** Somebody's standing in the server where they say something. Nobody has one in a direct message. */
export function describeMember(member: GuildMember | null, channel: TextBasedChannel): Pick<Trigger, 'member'> {
  if (channel.isDMBased() || member === null) return {};
  return {
    member: {
      roleIds: [...member.roles.cache.keys()].filter((id) => id !== channel.guildId).slice(0, MAX_ROLES),
      isStaff: channel.permissionsFor(member).has(PermissionFlagsBits.ManageMessages),
    },
  };
}

/** A server has at most 250 (Discord, "Guild limits"). */
const MAX_ROLES = 300;
