import {
  type APIApplicationCommandOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError, formError } from '../errors.ts';
import { type CommandForm, commandForm, editCommandForm } from '../forms/command.ts';
import { queryFlag } from '../forms/fields.ts';
import { parseForm } from '../forms/parse.ts';
import { renderCommand } from '../render/command.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Application, ApplicationCommand } from '../world/types.ts';
import { emit, type World } from '../world/world.ts';
import { type Call, created, noContent, ok, type Reply, type Route, route } from './route.ts';

/** How many commands of each type an application may have, globally and once more in every guild. */
const maxByType: ReadonlyMap<ApplicationCommandType, number> = new Map([
  [ApplicationCommandType.ChatInput, 100],
  [ApplicationCommandType.User, 15],
  [ApplicationCommandType.Message, 15],
  [ApplicationCommandType.PrimaryEntryPoint, 1],
]);

const MAX_CREATES_PER_DAY = 200;
const DAY_MS = 24 * 60 * 60_000;

const listQuery = z.object({ with_localizations: queryFlag.optional() });

type Asked = Pick<Call, 'world' | 'user'> & { params: { application_id: string; guild_id?: string } };

export const commandRoutes: readonly Route[] = [
  ...(
    ['/applications/{application_id}/commands', '/applications/{application_id}/guilds/{guild_id}/commands'] as const
  ).flatMap((path): Route[] => [
    route({
      method: 'GET',
      path,
      only: 'bots',
      query: listQuery,
      handle: (call) => ok(inScope(call).map(renderCommand)),
    }),
    route({ method: 'POST', path, only: 'bots', body: commandForm, handle: (call) => createOne(call, call.body) }),
    route({
      method: 'PUT',
      path,
      only: 'bots',
      body: z.array(commandForm),
      handle: (call) => ok(replaceAll(call, call.body).map(renderCommand)),
    }),
  ]),
  ...(
    [
      '/applications/{application_id}/commands/{command_id}',
      '/applications/{application_id}/guilds/{guild_id}/commands/{command_id}',
    ] as const
  ).flatMap((path): Route[] => [
    route({ method: 'GET', path, only: 'bots', handle: (call) => ok(renderCommand(requireCommand(call))) }),
    route({
      method: 'PATCH',
      path,
      only: 'bots',
      body: editCommandForm,
      handle(call) {
        const command = requireCommand(call);
        const before = renderCommand(command);
        const changed = Object.fromEntries(Object.entries(call.body).filter(([, value]) => value !== undefined));
        if (typeof changed['default_member_permissions'] === 'bigint') {
          changed['default_member_permissions'] = changed['default_member_permissions'].toString();
        }
        update(call.world, command, parseForm(commandForm, { ...before, ...changed, type: command.type }));
        announceIndex(call.world, command.guildId);
        return ok(renderCommand(command));
      },
    }),
    route({
      method: 'DELETE',
      path,
      only: 'bots',
      handle(call) {
        const command = requireCommand(call);
        call.world.commands.delete(command.id);
        announceIndex(call.world, command.guildId);
        return noContent;
      },
    }),
  ]),
  route({
    method: 'GET',
    path: '/applications/{application_id}/guilds/{guild_id}/commands/permissions',
    only: 'bots',
    differs: 'always empty: overwrites of commands are set in server settings, which are not here',
    handle(call) {
      requireOwnApplication(call);
      return ok([]);
    },
  }),
  route({
    method: 'GET',
    path: '/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions',
    only: 'bots',
    differs: 'always 10066: overwrites of commands are set in server settings, which are not here',
    handle(call) {
      requireOwnApplication(call);
      throw apiError('unknownPermissions');
    },
  }),
];

/** The application a bot asks about, which must be its own. */
export function requireOwnApplication({ world, user, params }: Asked): Application {
  const application = world.applications.get(params.application_id);
  if (!application) throw apiError('unknownApplication');
  if (application.botUserId !== user.id) throw apiError('notAuthorizedForApplication');
  if (params.guild_id !== undefined && !world.guilds.get(params.guild_id)?.members.has(user.id)) {
    throw apiError('missingAccess');
  }
  return application;
}

function inScope(call: Asked): ApplicationCommand[] {
  const application = requireOwnApplication(call);
  const guildId = call.params.guild_id ?? null;
  return [...call.world.commands.values()].filter(
    (each) => each.applicationId === application.id && each.guildId === guildId,
  );
}

function requireCommand(call: Asked & { params: { command_id: string } }): ApplicationCommand {
  const command = inScope(call).find(({ id }) => id === call.params.command_id);
  if (!command) throw apiError('unknownCommand');
  return command;
}

/** A command of a name and type that exists already is overwritten and keeps its id. */
function createOne(call: Asked, form: CommandForm): Reply {
  const existing = inScope(call).find((each) => each.name === form.name && each.type === form.type);
  if (existing) {
    update(call.world, existing, form);
    announceIndex(call.world, existing.guildId);
    return ok(renderCommand(existing));
  }
  const sameType = inScope(call).filter(({ type }) => type === form.type);
  if (sameType.length >= (maxByType.get(form.type) ?? 0)) throw apiError('tooManyCommands');
  const command = add(call, form);
  announceIndex(call.world, command.guildId);
  return created(renderCommand(command));
}

/** The list becomes the scope's commands; those whose name and type stay keep their ids. */
function replaceAll(call: Asked, forms: readonly CommandForm[]): ApplicationCommand[] {
  const before = inScope(call);
  const seen = new Set<string>();
  for (const [index, { name, type }] of forms.entries()) {
    if (seen.has(`${type}:${name}`)) {
      throw formError({
        path: [index],
        code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
        message: 'Application command names must be unique',
      });
    }
    seen.add(`${type}:${name}`);
  }
  for (const [type, max] of maxByType) {
    if (forms.filter((form) => form.type === type).length > max) throw apiError('tooManyCommands');
  }

  const kept = forms.map((form) => {
    const existing = before.find((each) => each.name === form.name && each.type === form.type);
    if (!existing) return add(call, form);
    update(call.world, existing, form);
    return existing;
  });
  for (const old of before) if (!kept.includes(old)) call.world.commands.delete(old.id);
  announceIndex(call.world, call.params.guild_id ?? null);
  return kept;
}

function add(call: Asked, form: CommandForm): ApplicationCommand {
  const { world, params } = call;
  const guildId = params.guild_id ?? null;
  countCreate(world, `${params.application_id}:${guildId}`);
  const id = world.newId();
  const command: ApplicationCommand = {
    id,
    applicationId: params.application_id,
    guildId,
    type: form.type,
    version: id,
    ...partsOf(form),
  };
  world.commands.set(id, command);
  return command;
}

function update(world: World, command: ApplicationCommand, form: CommandForm): void {
  const parts = partsOf(form);
  const changed = JSON.stringify(renderCommand({ ...command, ...parts })) !== JSON.stringify(renderCommand(command));
  if (changed) Object.assign(command, parts, { version: world.newId() });
}

function partsOf(form: CommandForm): Omit<ApplicationCommand, 'id' | 'applicationId' | 'guildId' | 'type' | 'version'> {
  const contexts = form.contexts ?? (form.dm_permission === false ? [InteractionContextType.Guild] : null);
  return {
    name: form.name,
    nameLocalizations: form.name_localizations ?? null,
    description: form.description,
    descriptionLocalizations: form.description_localizations ?? null,
    options: (form.options ?? []) as APIApplicationCommandOption[],
    defaultMemberPermissions: form.default_member_permissions ?? null,
    contexts,
    integrationTypes: form.integration_types ?? [ApplicationIntegrationType.GuildInstall],
    nsfw: form.nsfw ?? false,
  };
}

/** Only 200 new commands a day, in each guild and globally. */
function countCreate(world: World, key: string): void {
  const used = world.commandCreates.get(key) ?? 0;
  if (used >= MAX_CREATES_PER_DAY) throw apiError('tooManyCommandCreates', { retry_after: DAY_MS / 1_000 });
  if (used === 0) world.clock.after(DAY_MS, () => world.commandCreates.delete(key));
  world.commandCreates.set(key, used + 1);
}

/** Clients that show a command picker ask for the list again. */
function announceIndex(world: World, guildId: Snowflake | null): void {
  for (const guild of world.guilds.values()) {
    if (guildId !== null && guild.id !== guildId) continue;
    emit(world, 'GUILD_APPLICATION_COMMAND_INDEX_UPDATE', { to: 'guild', guildId: guild.id }, (viewer) =>
      viewer.bot ? undefined : { guild_id: guild.id, application_command_counts: {}, version: world.newId() },
    );
  }
}
