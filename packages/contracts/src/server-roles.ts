import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { rowsOf } from './rows.ts';
import { heardText } from './text.ts';

export const MAX_ROLES_PER_SERVER = 25;
export const MAX_CHARACTERS_PER_ROLE = 25;

/** A role whose members may use the bot in a server. Where there is none, everybody may; where there is, its staff still may. */
export const ServerRole = z.object({
  roleId: Snowflake,
  /** As Discord showed it when it was chosen. */
  name: heardText(LIMITS.channelName),
  /** Which public characters they may talk to; none named: all that the server hears. */
  characters: z.array(z.object({ id: Id, name: z.string() })),
  /** How many replies each of them gets in a day; null: as many as they like. */
  repliesPerDay: z.int().min(1).max(10_000).nullable(),
});
export type ServerRole = z.infer<typeof ServerRole>;

const output = z.object({ items: rowsOf('server role', ServerRole) });

/** Of the caller's server. */
export const listServerRoles = defineRoute({
  name: 'server-role.list',
  method: 'GET',
  path: '/staff/server-roles',
  output,
});

/** @throws `limit-reached`; `not-found` for a character that the caller may not know */
export const putServerRole = defineRoute({
  name: 'server-role.put',
  method: 'PUT',
  path: '/staff/server-roles/:roleId',
  params: z.object({ roleId: Snowflake }),
  body: z.object({
    name: ServerRole.shape.name,
    /** Absent: the limit stays. */
    repliesPerDay: ServerRole.shape.repliesPerDay.optional(),
    /** One more to the list, or one less. */
    character: z.object({ id: Id, isAllowed: z.boolean() }).optional(),
  }),
  output,
});

export const removeServerRole = defineRoute({
  name: 'server-role.remove',
  method: 'DELETE',
  path: '/staff/server-roles/:roleId',
  params: z.object({ roleId: Snowflake }),
  output,
});

/** What a server used in the last 30 days. */
export const getServerStats = defineRoute({
  name: 'server-stats.get',
  method: 'GET',
  path: '/staff/server-stats',
  output: z.object({
    calls: z.int(),
    people: z.int(),
    tokens: z.number(),
    /** The ten that were asked most; null for one that is gone or private. */
    characters: z.array(z.object({ name: z.string().nullable(), calls: z.int() })),
    activeChannels: z.int(),
  }),
});
