import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import type { AllowedMentionsForm } from '../forms/message.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Channel, Message } from '../world/types.ts';
import type { World } from '../world/world.ts';

export interface Mentions {
  readonly mentionEveryone: boolean;
  readonly mentionUserIds: Snowflake[];
  readonly mentionRoleIds: Snowflake[];
}

export interface MentionRules {
  readonly allowed: AllowedMentionsForm | null | undefined;
  /** Webhooks and interactions that say nothing mention only users; everyone else mentions all kinds. */
  readonly onlyUsersByDefault: boolean;
  /** What the sender may do in the channel. */
  readonly permissions: bigint;
  readonly repliedTo?: Message | undefined;
}

/** Whom a text mentions. Ids in the allowed lists that are not in the text do nothing. */
export function findMentions(world: World, channel: Channel, content: string, rules: MentionRules): Mentions {
  const { allowed, permissions, repliedTo } = rules;
  const parse: readonly string[] = allowed
    ? (allowed.parse ?? [])
    : rules.onlyUsersByDefault
      ? ['users']
      : ['users', 'roles', 'everyone'];
  const mayPingAll = (permissions & Permission.MentionEveryone) !== 0n;
  const guild = channel.kind === 'direct' ? undefined : world.guilds.get(channel.guildId);

  const userIds = new Set<Snowflake>();
  const pingsReplied = allowed ? allowed.replied_user === true : true;
  if (repliedTo && pingsReplied && repliedTo.author.kind === 'user') userIds.add(repliedTo.author.userId);

  // Most messages mention nobody; one look for an @ spares them the patterns.
  if (!content.includes('@')) return { mentionEveryone: false, mentionUserIds: [...userIds], mentionRoleIds: [] };

  for (const [, id] of content.matchAll(/<@!?(\d{15,20})>/g)) {
    if (id !== undefined && world.users.has(id) && (parse.includes('users') || allowed?.users?.includes(id))) {
      userIds.add(id);
    }
  }

  const roleIds = new Set<Snowflake>();
  for (const [, id] of content.matchAll(/<@&(\d{15,20})>/g)) {
    const role = id === undefined ? undefined : guild?.roles.get(id);
    if (!role || !(parse.includes('roles') || allowed?.roles?.includes(role.id))) continue;
    if (role.mentionable || mayPingAll) roleIds.add(role.id);
  }

  const saysEveryone = guild !== undefined && /@(everyone|here)\b/.test(content);
  return {
    mentionEveryone: saysEveryone && parse.includes('everyone') && mayPingAll,
    mentionUserIds: [...userIds].slice(0, 100),
    mentionRoleIds: [...roleIds].slice(0, 100),
  };
}
