import { ConfigError } from '@tzurot/platform';
import type {
  RESTPostAPIApplicationCommandsJSONBody,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../src/actions/index.ts';
import { commands } from '../src/commands/index.ts';
import { registerCommands } from '../src/discord/register-commands.ts';
import { toApplicationCommands } from '../src/discord/to-application-commands.ts';
import { type BotUnderTest, startBot } from './support/bot.ts';

/** Commands, and entries of menus. */
const ALL = commands.length + actions.flatMap(({ menus }) => menus).length;
/** The first is a slash command. */
type Registered = [RESTPostAPIChatInputApplicationCommandsJSONBody, ...RESTPostAPIApplicationCommandsJSONBody[]];
const NOWHERE = '999999999999999999';

let bot: BotUnderTest;

beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.stop());

const register = (devGuildId?: string) =>
  bot.withClient((client) =>
    registerCommands(
      client,
      { commands, actions },
      { log: bot.log.log, ...(devGuildId !== undefined && { devGuildId }) },
    ),
  );
const writes = () =>
  bot.discord.readLog().filter(({ method, path }) => method === 'PUT' && String(path).includes('/commands'));

/** How many commands there are where. */
async function places(): Promise<{ everywhere: number; guild: number }> {
  const count = { everywhere: -1, guild: -1 };
  await bot.withClient(async ({ application }) => {
    count.everywhere = (await application.commands.fetch()).size;
    count.guild = (await application.commands.fetch({ guildId: bot.discord.world.guild.id })).size;
  });
  return count;
}

const remove = () => bot.withClient(async ({ application }) => void (await application.commands.set([])));

describe('commands', () => {
  it('are written once, and not again while nothing changed', async () => {
    expect(writes()).toHaveLength(1);

    await register();

    expect(writes()).toHaveLength(1);
  });

  it.each<[string, (there: Registered) => unknown]>([
    ['a description', ([first]) => Object.assign(first, { description: 'old' })],
    ['a missing command', (there) => there.pop()],
    ['permissions', ([first]) => Object.assign(first, { default_member_permissions: '8' })],
    ['an option', ([first]) => first.options?.pop()],
    ['the order of options', ([first]) => Object.assign(first, { options: first.options?.toReversed() })],
    ['where it is offered', ([first]) => Object.assign(first, { contexts: [0] })],
  ])('are written again where what Discord has differs in %s', async (_what, change) => {
    const changed = toApplicationCommands({ commands, actions }) as Registered;
    change(changed);
    await bot.withClient(async ({ application }) => void (await application.commands.set(changed)));
    const before = writes().length;

    await register();

    expect(writes()).toHaveLength(before + 1);
  });

  it('are as they were in whatever order Discord has them', async () => {
    const turned = toApplicationCommands({ commands, actions }).toReversed();
    await bot.withClient(async ({ application }) => void (await application.commands.set(turned)));
    const before = writes().length;

    await register();

    expect(writes()).toHaveLength(before);
  });

  it('are written to one server when a server for trying out is named, and nowhere else any more', async () => {
    const { guild } = bot.discord.world;

    await register(guild.id);
    await register(guild.id);

    expect(writes().filter(({ path }) => String(path).includes(guild.id))).toHaveLength(1);
    expect(await places()).toEqual({ everywhere: 0, guild: ALL });
  });

  it('are everywhere again, and in that server once, when no server is named any more', async () => {
    await register();
    await register();

    expect(await places()).toEqual({ everywhere: ALL, guild: 0 });
  });

  it('are written although old ones cannot be looked for', async () => {
    const { guild } = bot.discord.world;
    bot.discord.addFault({ kind: 'error-before', match: { method: 'GET', path: `guilds/${guild.id}` }, status: 400 });
    await remove();

    await register();

    expect(await places()).toEqual({ everywhere: ALL, guild: 0 });
    expect(bot.log.messages('warn')).toContain('old commands could not be looked for');
  });

  it('cannot be written to a server where the bot is not: that has to be fixed first', async () => {
    await expect(register(NOWHERE)).rejects.toThrow(ConfigError);
    await expect(register(NOWHERE)).rejects.toThrow('DEV_GUILD_ID');
  });

  it('stay as they are while Discord cannot be asked, and the bot goes on', async () => {
    bot.discord.addFault({ kind: 'error-before', match: '/commands', status: 400 });

    await register();

    expect(bot.log.messages('error')).toContain('commands could not be written, the old ones stay');
  });
});
