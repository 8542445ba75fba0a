import { LIMITS } from '@tzurot/contracts';
import { type BaseInteraction, GuildMember, PermissionFlagsBits } from 'discord.js';
import type { CallFacts } from '../define/call.ts';

/** Reads the facts of an interaction; no I/O. */
export function readCallFacts(interaction: BaseInteraction, isOperator: (userId: string) => boolean): CallFacts {
  const { user, member, guildId, memberPermissions } = interaction;
  const nickname = member instanceof GuildMember ? member.displayName : member?.nick;
  const name = clipName(nickname ?? user.displayName);
  return {
    id: interaction.id,
    caller: {
      id: user.id,
      name,
      ...(guildId !== null && { guildId }),
      isStaff: memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
      isOperator: isOperator(user.id),
    },
    roleIds: member === null ? [] : member instanceof GuildMember ? [...member.roles.cache.keys()] : member.roles,
    person: { id: user.id, name, username: clipName(user.username) },
    place: {
      channelId: interaction.channelId ?? '',
      guildId,
      channel: interaction.channel,
      botUserId: interaction.client.user.id,
    },
  };
}

function clipName(name: string): string {
  return name.trim().slice(0, LIMITS.personName) || 'somebody';
}
