import { ConfigError } from '@tzurot/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { registerCommands } from '../src/commands/register-commands.ts';
import { type BotUnderTest, startBot } from './support/bot.ts';

const NOWHERE = '999999999999999999';

let bot: BotUnderTest;

beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.stop());

const register = (devGuildId?: string) =>
  bot.withClient((client) =>
    registerCommands(client, commands, { log: bot.log.log, ...(devGuildId !== undefined && { devGuildId }) }),
  );
const writes = () =>
  bot.discord.readLog().filter(({ method, path }) => method === 'PUT' && String(path).includes('/commands'));

describe('commands', () => {
  it('are written once, and not again while nothing changed', async () => {
    expect(writes()).toHaveLength(1);

    await register();

    expect(writes()).toHaveLength(1);
  });

  it('are written to one server when a server for trying out is named', async () => {
    const { guild } = bot.discord.world;

    await register(guild.id);
    await register(guild.id);

    expect(writes().filter(({ path }) => String(path).includes(guild.id))).toHaveLength(1);
  });

  it('cannot be written to a server where the bot is not: that has to be mended first', async () => {
    await expect(register(NOWHERE)).rejects.toThrow(ConfigError);
    await expect(register(NOWHERE)).rejects.toThrow('DEV_GUILD_ID');
  });

  it('stay as they are while Discord cannot be asked, and the bot goes on', async () => {
    bot.discord.addFault({ kind: 'error-before', match: '/commands', status: 400 });

    await register();

    expect(bot.log.messages('error')).toContain('commands could not be written, the old ones stay');
  });
});
