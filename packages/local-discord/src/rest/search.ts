import { GatewayIntentBits as Intent } from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError } from '../errors.ts';
import { queryFlag, queryInt, queryList, snowflake } from '../forms/fields.ts';
import { searchMessages } from '../messages/search.ts';
import { renderThread, renderThreadMember } from '../render/channel.ts';
import { renderMessage } from '../render/message.ts';
import type { Thread } from '../world/types.ts';
import { requireGuild } from './require.ts';
import { ok, type Route, route } from './route.ts';

const things = ['link', 'embed', 'file', 'image', 'video', 'sound', 'sticker', 'poll', 'snapshot'] as const;
const authors = ['user', 'bot', 'webhook'] as const;

/** Each name, and each with a minus before it. */
function orNot<Name extends string>(names: readonly Name[]) {
  return z.enum([...names, ...names.map((name) => `-${name}` as const)]);
}

export const searchRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/messages/search',
    query: z.object({
      content: z.string().max(1_024).default(''),
      author_id: queryList(snowflake, 100),
      author_type: queryList(orNot(authors), 6),
      mentions: queryList(snowflake, 100),
      mention_everyone: queryFlag.optional(),
      has: queryList(orNot(things), 18),
      channel_id: queryList(snowflake, 500),
      min_id: snowflake.optional(),
      max_id: snowflake.optional(),
      pinned: queryFlag.optional(),
      include_nsfw: queryFlag.default(false),
      sort_by: z.enum(['timestamp', 'relevance']).default('timestamp'),
      sort_order: z.enum(['asc', 'desc']).default('desc'),
      limit: queryInt(1, 25).default(25),
      offset: queryInt(0, 9_975).default(0),
    }),
    differs:
      'finds words as they are written, sorted by time; slop and the filters by role, reply, link, embed and file name are ignored',
    handle(call) {
      const { hub, world, user, viewer, query } = call;
      const { guild } = requireGuild(call, call.params.guild_id);
      if (user.bot && hub.refusedIntents & Intent.MessageContent) throw apiError('missingAccess');
      const found = searchMessages(world, guild, user.id, {
        content: query.content,
        authorIds: query.author_id,
        authorTypes: query.author_type,
        mentions: query.mentions,
        mentionsEveryone: query.mention_everyone,
        has: query.has,
        channelIds: query.channel_id,
        afterId: query.min_id,
        beforeId: query.max_id,
        isPinned: query.pinned,
        includesAgeRestricted: query.include_nsfw,
        oldestFirst: query.sort_order === 'asc',
      });
      const page = found.slice(query.offset, query.offset + query.limit);
      const threads = [...new Set(page.map(({ channelId }) => world.channels.get(channelId)))].filter(
        (channel): channel is Thread => channel?.kind === 'thread',
      );
      return ok({
        doing_deep_historical_index: false,
        total_results: found.length,
        messages: page.map((message) => {
          const { reactions: _reactions, ...rendered } = renderMessage(world, message, viewer);
          return [{ ...rendered, hit: true }];
        }),
        threads: threads.map((thread) => renderThread(thread, user.id)),
        members: threads.flatMap((thread) => {
          const member = thread.members.get(user.id);
          return member ? [renderThreadMember(thread, member)] : [];
        }),
      });
    },
  }),
];
