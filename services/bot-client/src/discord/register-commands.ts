import { ConfigError, type Log } from '@tzurot/platform';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type Client,
  DiscordAPIError,
  RESTJSONErrorCodes,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
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
  const route = routeOf(devGuildId, client);
  try {
    const existing = (await client.rest.get(route)) as APIApplicationCommand[];
    // Before the first ones are written here, so that a start that is cut short does both the next time.
    if (existing.length === 0) await removeElsewhere(client, options);
    if (sameCommands(wanted, existing)) {
      log.debug({ commands: wanted.length }, 'commands are as they were');
      return;
    }
    await client.rest.put(route, { body: wanted });
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

/** @param guildId without it, those that are everywhere */
function routeOf(guildId: string | undefined, { application }: Client<true>): `/${string}` {
  return guildId === undefined
    ? Routes.applicationCommands(application.id)
    : Routes.applicationGuildCommands(application.id, guildId);
}

/**
 * Takes away what an earlier start wrote elsewhere, so that nobody sees a command twice. Looked for only when there is
 * none yet where they belong, since it is a call per server.
 */
async function removeElsewhere(client: Client<true>, { log, devGuildId }: RegisterOptions): Promise<void> {
  const elsewhere = [undefined, ...client.guilds.cache.keys()].filter((guildId) => guildId !== devGuildId);
  for (const guildId of elsewhere) {
    const route = routeOf(guildId, client);
    try {
      const left = (await client.rest.get(route)) as APIApplicationCommand[];
      if (left.length === 0) continue;
      await client.rest.put(route, { body: [] });
      log.info({ commands: left.length, guildId }, 'commands of an earlier start taken away');
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
export function sameCommands(
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
  existing: readonly APIApplicationCommand[],
): boolean {
  return essenceOf(wanted) === essenceOf(existing);
}

function essenceOf(commands: readonly { name: string; type?: ApplicationCommandType | undefined }[]): string {
  // A menu entry of messages and one of people may have one name.
  const keyOf = ({ name, type = ApplicationCommandType.ChatInput }: (typeof commands)[number]) => `${type} ${name}`;
  return JSON.stringify(commands.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map(essence));
}

const OWN_KEYS = [
  'type',
  'name',
  'description',
  'default_member_permissions',
  'contexts',
  'integration_types',
  'options',
];

function essence(command: object): unknown {
  const own = Object.entries(command).filter(([key]) => OWN_KEYS.includes(key));
  return normalize(Object.fromEntries(own));
}

/** Equal for values that mean the same to Discord: absent, null, false, the empty text and the empty list are one. */
function normalize(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(normalize);
    return items.every((item) => typeof item === 'number') ? items.toSorted((a, b) => a - b) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(
      ([, each]) =>
        each !== null &&
        each !== undefined &&
        each !== false &&
        each !== '' &&
        !(Array.isArray(each) && each.length === 0),
    )
    .map(([key, each]) => [key, normalize(each)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
