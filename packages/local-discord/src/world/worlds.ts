import type { CdnLinks } from '../cdn/links.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { type AccountIds, defaultWorld, idsForWorld, type WorldIds } from './default-world.ts';
import { seedBot, seedWorld } from './seed.ts';
import { shapedToken } from './shaped-token.ts';
import type { Snowflake } from './snowflake.ts';
import type { User } from './types.ts';
import { createWorld, type World, type WorldEvent } from './world.ts';

export interface Account {
  readonly world: World;
  readonly user: User;
}

/** All worlds of one server, found by name or by the token of somebody in them. */
export interface Worlds {
  all(): World[];
  get(name: string): World | undefined;
  ids(name: string): WorldIds | undefined;
  /** @throws ApiError 400 when the name is taken or unfit. */
  create(name: string): WorldIds;
  /** Takes a world away with everything in it; false when there is none. @throws ApiError 400 for the default world */
  delete(name: string): boolean;
  /** Puts a world back to how it was made, under the same ids and tokens; undefined when there is none. */
  reset(name: string): World | undefined;
  account(token: string): Account | undefined;
  /** An application with a bot, in every guild of a world. */
  addBot(world: World, account: AccountIds): void;
  /** The old token stops working at once. */
  changeToken(world: World, user: User, token: string): void;
  /** Puts a saved world in the place of the one with its name. */
  restore(ids: WorldIds, fill: (world: World) => void): void;
}

interface Entry {
  world: World;
  readonly ids: WorldIds;
}

export function createWorlds(parts: {
  clock: Clock;
  newId: () => Snowflake;
  links: CdnLinks;
  onEvent: (world: World, event: WorldEvent) => void;
  /** `isThere` says whether the world has not been replaced meanwhile. */
  onMade: (world: World, isThere: () => boolean) => void;
  onReplaced: (old: World) => void;
}): Worlds {
  const entries = new Map<string, Entry>();
  const tokens = new Map<string, { name: string; userId: Snowflake }>();

  const empty = (ids: WorldIds) => createWorld(ids.name, parts);

  function build(ids: WorldIds): World {
    const world = empty(ids);
    seedWorld(world, ids);
    return world;
  }

  function rememberToken(user: User, name: string): void {
    for (const spelling of spellings(user)) tokens.set(spelling, { name, userId: user.id });
  }

  function forgetToken(user: User): void {
    for (const spelling of spellings(user)) tokens.delete(spelling);
  }

  function put(world: World, ids: WorldIds): World {
    const old = entries.get(ids.name)?.world;
    world.listeners.add((event) => parts.onEvent(world, event));
    for (const user of old?.users.values() ?? []) forgetToken(user);
    entries.set(ids.name, { world, ids });
    for (const user of world.users.values()) rememberToken(user, ids.name);
    if (old) parts.onReplaced(old);
    parts.onMade(world, () => entries.get(ids.name)?.world === world);
    return world;
  }

  put(build(defaultWorld), defaultWorld);

  return {
    all: () => [...entries.values()].map(({ world }) => world),
    get: (name) => entries.get(name)?.world,
    ids: (name) => entries.get(name)?.ids,
    create(name) {
      if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) {
        throw new ApiError(400, 0, 'A world is named by 1 to 64 lower-case letters, digits and hyphens.');
      }
      if (entries.has(name))
        throw new ApiError(400, 0, `There is a world named ${name} already; reset it or choose another name.`);
      const ids = idsForWorld(name, parts.newId);
      put(build(ids), ids);
      return ids;
    },
    reset(name) {
      const entry = entries.get(name);
      return entry ? put(build(entry.ids), entry.ids) : undefined;
    },
    delete(name) {
      const entry = entries.get(name);
      if (!entry) return false;
      if (name === defaultWorld.name) {
        throw new ApiError(400, 0, 'The default world is always there; reset it instead.');
      }
      entries.delete(name);
      for (const user of entry.world.users.values()) forgetToken(user);
      parts.onReplaced(entry.world);
      return true;
    },
    account(token) {
      const found = tokens.get(token);
      const world = found && entries.get(found.name)?.world;
      const user = found && world?.users.get(found.userId);
      return world && user ? { world, user } : undefined;
    },
    addBot(world, account) {
      const user = seedBot(world, account);
      for (const spelling of spellings(user)) tokens.set(spelling, { name: world.name, userId: user.id });
    },
    changeToken(world, user, token) {
      forgetToken(user);
      user.token = token;
      rememberToken(user, world.name);
    },
    restore(ids, fill) {
      const world = empty(ids);
      fill(world);
      put(world, ids);
    },
  };
}

/**
 * What an account's token may arrive as: plain, in Discord's form, or, as discord.js takes a leading "bot" for the scheme
 * of the header and cuts it off, `bot.x` as `.x`.
 */
function spellings(user: User): string[] {
  const { token } = user;
  return [token, shapedToken(user), ...(token.startsWith('bot.') ? [token.slice('bot'.length)] : [])];
}
