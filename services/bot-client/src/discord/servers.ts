import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';

/** A server that the bot is in. */
export interface Server {
  id: string;
  name: string;
  members: number;
}

/** Every server that the bot is in, whichever process has its shard. */
export interface Servers {
  /** By name. */
  list(): Promise<Server[]>;
  /** False when the bot was not there any more. */
  leave(serverId: string): Promise<boolean>;
}

/** What Discord gives at once (Discord, "Get Current User Guilds"). */
const PAGE = 200;
/** Enough for a bot that one operator looks after by hand. */
const MAX_PAGES = 50;

const Guilds = z.array(z.object({ id: z.string(), name: z.string(), approximate_member_count: z.number().default(0) }));

export function createServers(rest: () => REST): Servers {
  return {
    async list() {
      const servers: Server[] = [];
      for (let page = 0, after = '0'; page < MAX_PAGES; page++) {
        const query = new URLSearchParams({ limit: String(PAGE), with_counts: 'true', after });
        const guilds = Guilds.parse(await rest().get(Routes.userGuilds(), { query }));
        servers.push(...guilds.map(({ id, name, approximate_member_count: members }) => ({ id, name, members })));
        const last = guilds.at(-1);
        if (guilds.length < PAGE || last === undefined) break;
        after = last.id;
      }
      return servers.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
    },

    async leave(serverId) {
      try {
        await rest().delete(Routes.userGuild(serverId));
        return true;
      } catch (error) {
        const gone: unknown = RESTJSONErrorCodes.UnknownGuild;
        if (error instanceof DiscordAPIError && error.code === gone) return false;
        throw error;
      }
    },
  };
}
