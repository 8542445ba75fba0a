import { GatewayIntentBits as Intent } from 'discord-api-types/v10';
import { z } from 'zod';
import { snowflake } from '../forms/fields.ts';
import { renderMember } from '../render/member.ts';
import type { Member } from '../world/types.ts';
import type { Session } from './types.ts';

const form = z.object({
  guild_id: z.union([
    snowflake,
    z
      .array(snowflake)
      .length(1)
      .transform(([first]) => first ?? ''),
  ]),
  query: z.string().nullish(),
  limit: z.int().min(0).nullish(),
  user_ids: z.union([z.array(snowflake).max(100), snowflake.transform((id) => [id])]).nullish(),
  nonce: z.string().max(32).nullish(),
});

const CHUNK_SIZE = 1_000;

/** Asking for all members of a guild is allowed once in this time. */
const FULL_REQUEST_EVERY_MS = 30_000;

const lastFullRequestMs = new WeakMap<Session, Map<string, number>>();

/** Answers opcode 8 with GUILD_MEMBERS_CHUNK events, or RATE_LIMITED. */
export function sendMembers(session: Session, data: unknown, tell: (name: string, data: object) => void): void {
  const parsed = form.safeParse(data);
  if (!parsed.success) return;
  const { guild_id: guildId, query, limit, user_ids: userIds, nonce } = parsed.data;
  const guild = session.world.guilds.get(guildId);
  if (!guild?.members.has(session.user.id)) return;

  const wantsAll = !userIds && (query ?? '') === '' && (limit ?? 0) === 0;
  const mayHaveAll = session.intents === undefined || (session.intents & Intent.GuildMembers) !== 0;
  if (wantsAll && !mayHaveAll) return;
  if (wantsAll && !countFullRequest(session, guildId)) {
    const meta = { guild_id: guildId, ...(nonce ? { nonce } : {}) };
    return tell('RATE_LIMITED', { opcode: 8, retry_after: FULL_REQUEST_EVERY_MS / 1_000, meta });
  }

  const members = userIds
    ? userIds.flatMap((id) => guild.members.get(id) ?? [])
    : findMembers(session, [...guild.members.values()], query ?? '').slice(0, limit || undefined);
  const notFound = userIds?.filter((id) => !guild.members.has(id)) ?? [];
  const chunkCount = Math.max(1, Math.ceil(members.length / CHUNK_SIZE));
  for (let index = 0; index < chunkCount; index += 1) {
    tell('GUILD_MEMBERS_CHUNK', {
      guild_id: guildId,
      members: members
        .slice(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE)
        .map((member) => renderMember(session.world, member)),
      chunk_index: index,
      chunk_count: chunkCount,
      ...(notFound.length > 0 ? { not_found: notFound } : {}),
      ...(nonce ? { nonce } : {}),
    });
  }
}

function findMembers({ world }: Session, members: readonly Member[], query: string): Member[] {
  const wanted = query.toLowerCase();
  return members.filter(({ userId, nick }) => {
    const names = [world.users.get(userId)?.username, world.users.get(userId)?.globalName, nick];
    return names.some((name) => name?.toLowerCase().startsWith(wanted));
  });
}

function countFullRequest(session: Session, guildId: string): boolean {
  const times = lastFullRequestMs.get(session) ?? new Map<string, number>();
  lastFullRequestMs.set(session, times);
  const nowMs = session.world.clock.now();
  const last = times.get(guildId);
  if (last !== undefined && nowMs - last < FULL_REQUEST_EVERY_MS) return false;
  times.set(guildId, nowMs);
  return true;
}
