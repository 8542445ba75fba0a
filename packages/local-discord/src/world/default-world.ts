import { shapedToken } from './shaped-token.ts';
import type { Snowflake } from './snowflake.ts';

/** How to reach an account: `token` is the whole Authorization header of a person; a bot's needs `Bot ` before it. */
export interface AccountIds {
  readonly id: Snowflake;
  readonly username: string;
  readonly token: string;
}

/** The ids and tokens of a world: the same places and people in each, under ids of its own. */
export interface WorldIds {
  readonly name: string;
  readonly guild: { readonly id: Snowflake; readonly name: string };
  readonly channels: {
    readonly general: Snowflake;
    /** The bot lacks Manage Webhooks here. */
    readonly quiet: Snowflake;
    /** Age-restricted. */
    readonly adults: Snowflake;
    /** Seen by ada, cyn and the bot only. */
    readonly staff: Snowflake;
    /** A forum. */
    readonly stories: Snowflake;
  };
  readonly threads: {
    /** A public thread in general. */
    readonly corner: Snowflake;
    /** A post in stories. */
    readonly prologue: Snowflake;
  };
  readonly roles: {
    readonly everyone: Snowflake;
    /** Manage Messages, Channels and Webhooks. */
    readonly moderator: Snowflake;
    readonly tzurot: Snowflake;
  };
  readonly people: {
    /** Owns the guild and the application. */
    readonly ada: AccountIds;
    /** No roles. */
    readonly ben: AccountIds;
    /** Has the role Moderator. */
    readonly cyn: AccountIds;
  };
  readonly bot: AccountIds & {
    readonly applicationId: Snowflake;
    /** The same token in the form that Discord's have, for libraries that read the id out of it. */
    readonly shapedToken: string;
  };
}

const guildId = '1457706196008960000';
const botId = '1457705944350720000';

/** The world that is there from the start; its ids never change. */
export const defaultWorld: WorldIds = {
  name: 'default',
  guild: { id: guildId, name: 'Tavern' },
  channels: {
    general: '1457706950983680000',
    quiet: '1457707202641920000',
    adults: '1457707454300160000',
    staff: '1457707705958400000',
    stories: '1457707957616640000',
  },
  threads: { corner: '1457708209274880000', prologue: '1457708460933120000' },
  roles: { everyone: guildId, moderator: '1457706447667200000', tzurot: '1457706699325440000' },
  people: {
    ada: { id: '1457705189376000000', username: 'ada', token: 'user.ada' },
    ben: { id: '1457705441034240000', username: 'ben', token: 'user.ben' },
    cyn: { id: '1457705692692480000', username: 'cyn', token: 'user.cyn' },
  },
  bot: withShapedToken({ id: botId, applicationId: botId, username: 'Tzurot', token: 'bot.tzurot' }),
};

/** The same world under another name: fresh ids, and tokens that end in `@name`. */
export function idsForWorld(name: string, newId: () => Snowflake): WorldIds {
  const guild = newId();
  const bot = newId();
  const account = (username: string, token: string, id = newId()) => ({ id, username, token: `${token}@${name}` });
  return {
    name,
    guild: { id: guild, name: defaultWorld.guild.name },
    channels: { general: newId(), quiet: newId(), adults: newId(), staff: newId(), stories: newId() },
    threads: { corner: newId(), prologue: newId() },
    roles: { everyone: guild, moderator: newId(), tzurot: newId() },
    people: {
      ada: account('ada', 'user.ada'),
      ben: account('ben', 'user.ben'),
      cyn: account('cyn', 'user.cyn'),
    },
    bot: withShapedToken({ ...account('Tzurot', 'bot.tzurot', bot), applicationId: bot }),
  };
}

function withShapedToken<Account extends AccountIds>(account: Account): Account & { shapedToken: string } {
  return { ...account, shapedToken: shapedToken(account) };
}
