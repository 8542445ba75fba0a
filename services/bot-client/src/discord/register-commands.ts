import { ConfigError, type Log } from '@tzurot/platform';
import {
  type APIApplicationCommand,
  type Client,
  DiscordAPIError,
  RESTJSONErrorCodes,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Offer } from '../define/offer.ts';
import { describeFailure } from '../dispatch/discord-failure.ts';
import { toApplicationCommands } from './to-application-commands.ts';

interface RegisterOptions {
  log: Log;
  /** Commands appear in this one server, at once, instead of everywhere. */
  devGuildId?: string;
}

/**
 * Writes the commands to Discord when they differ from what it has; Discord allows 200 new ones a day.
 * When Discord cannot be asked, the bot goes on with the commands that are there.
 * @throws ConfigError when the bot may not write them
 */
export async function registerCommands(client: Client<true>, offer: Offer, options: RegisterOptions): Promise<void> {
  const { log, devGuildId } = options;
  const everywhere = toApplicationCommands(offer);
  const wanted = devGuildId === undefined ? everywhere : forOneGuild(everywhere);
  try {
    const existing = await readCommands(client, devGuildId);
    // Before the first ones are written here, so that a start that is cut short does both the next time.
    if (existing.size === 0) await removeElsewhere(client, options);
    if (areSame(wanted, existing)) {
      log.debug({ commands: wanted.length }, 'commands are as they were');
      return;
    }
    await writeCommands(client, wanted, devGuildId);
    log.info({ commands: wanted.length, devGuildId }, 'commands written');
  } catch (error) {
    if (isRefused(error)) {
      throw new ConfigError([
        devGuildId === undefined
          ? 'Discord does not let this application write commands. Invite it again with the scope applications.commands.'
          : `DEV_GUILD_ID: the bot is not in server ${devGuildId}, or was invited without the scope applications.commands.`,
      ]);
    }
    log.error({ failure: describeFailure(error) }, 'commands could not be written, the old ones stay');
  }
}

type Existing = Awaited<ReturnType<typeof readCommands>>;

/** @param guildId without it, those that are everywhere */
function readCommands({ application }: Client<true>, guildId: string | undefined) {
  return application.commands.fetch(guildId === undefined ? {} : { guildId });
}

/** In the place of all that are there. */
async function writeCommands(
  { application }: Client<true>,
  commands: readonly RESTPostAPIApplicationCommandsJSONBody[],
  guildId: string | undefined,
): Promise<void> {
  await (guildId === undefined ? application.commands.set(commands) : application.commands.set(commands, guildId));
}

/**
 * Takes away what an earlier start wrote elsewhere, so that nobody sees a command twice. Looked for only when there is
 * none yet where they belong, since it is a call per server.
 */
async function removeElsewhere(client: Client<true>, { log, devGuildId }: RegisterOptions): Promise<void> {
  const elsewhere = [undefined, ...client.guilds.cache.keys()].filter((guildId) => guildId !== devGuildId);
  for (const guildId of elsewhere) {
    try {
      const left = await readCommands(client, guildId);
      if (left.size === 0) continue;
      await writeCommands(client, [], guildId);
      log.info({ commands: left.size, guildId }, 'commands of an earlier start taken away');
    } catch (error) {
      log.warn({ failure: describeFailure(error), guildId }, 'old commands could not be looked for');
    }
  }
}

/** Discord keeps these two for commands that are everywhere. */
function forOneGuild(commands: RESTPostAPIApplicationCommandsJSONBody[]): RESTPostAPIApplicationCommandsJSONBody[] {
  return commands.map(({ contexts: _contexts, integration_types: _types, ...command }) => command);
}

function isRefused(error: unknown): boolean {
  const refusals: unknown[] = [RESTJSONErrorCodes.MissingAccess, RESTJSONErrorCodes.UnknownGuild];
  return error instanceof DiscordAPIError && refusals.includes(error.code);
}

/** Whether Discord has these commands already, whatever it adds to them and in whatever order. */
function areSame(wanted: readonly RESTPostAPIApplicationCommandsJSONBody[], existing: Existing): boolean {
  return (
    wanted.length === existing.size &&
    wanted.every((command) => {
      // A menu entry of messages and one of people may have one name.
      const same = existing.find(({ type, name }) => type === command.type && name === command.name);
      // It takes what is to be registered as well; only its types want what Discord adds.
      return same?.equals(command as APIApplicationCommand, true) ?? false;
    })
  );
}
