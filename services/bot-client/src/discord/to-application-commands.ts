import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type { Access } from '../define/access.ts';
import { type Command, isSubcommand } from '../define/command.ts';
import type { Offer } from '../define/offer.ts';
import type { Subcommand } from '../define/subcommand.ts';

/** Who sees a command, until a server's own settings say otherwise. Null: everybody. */
const DEFAULT_PERMISSIONS: Record<Access, string | null> = {
  everyone: null,
  staff: PermissionFlagsBits.ManageMessages.toString(),
  operator: '0',
};

/** Commands and menu entries as Discord registers them. */
export function toApplicationCommands({ commands, actions }: Offer): RESTPostAPIApplicationCommandsJSONBody[] {
  return [
    ...commands.map(
      (command): RESTPostAPIChatInputApplicationCommandsJSONBody => ({
        type: ApplicationCommandType.ChatInput,
        name: command.name,
        description: command.description,
        ...audienceOf(command.access),
        options: isSubcommand(command.action) ? toOptions(command.action) : toTree(command.action),
      }),
    ),
    ...actions.flatMap(({ access, menus }) =>
      menus.map(
        ({ kind, label }): RESTPostAPIContextMenuApplicationCommandsJSONBody => ({
          type: kind === 'message' ? ApplicationCommandType.Message : ApplicationCommandType.User,
          name: label,
          ...audienceOf(access),
        }),
      ),
    ),
  ];
}

/** Who sees it, and where. */
function audienceOf(access: Access) {
  return {
    default_member_permissions: DEFAULT_PERMISSIONS[access],
    contexts:
      access === 'staff'
        ? [InteractionContextType.Guild]
        : [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}

function toTree(action: Exclude<Command['action'], Subcommand>): APIApplicationCommandOption[] {
  return Object.entries(action).map(([name, entry]): APIApplicationCommandOption => {
    if (isSubcommand(entry)) return toSubcommand(name, entry);
    return {
      type: ApplicationCommandOptionType.SubcommandGroup,
      name,
      description: entry.description,
      options: Object.entries(entry.subcommands).map(([inner, subcommand]) => toSubcommand(inner, subcommand)),
    };
  });
}

function toSubcommand(name: string, subcommand: Subcommand): APIApplicationCommandSubcommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    description: subcommand.description,
    options: toOptions(subcommand),
  };
}

function toOptions(subcommand: Subcommand): APIApplicationCommandBasicOption[] {
  return Object.entries(subcommand.options).map(([name, option]) => option.toApi(name));
}
