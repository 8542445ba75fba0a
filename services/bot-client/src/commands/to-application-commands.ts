import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { type Access, type Command, isSubcommand, type Subcommand } from '../interactions/define-command.ts';

/** Who sees a command, until a server's own settings say otherwise. Null: everybody. */
const DEFAULT_PERMISSIONS: Record<Access, string | null> = {
  everyone: null,
  staff: PermissionFlagsBits.ManageMessages.toString(),
  operator: '0',
};

/** The commands as Discord registers them. */
export function toApplicationCommands(commands: readonly Command[]): RESTPostAPIChatInputApplicationCommandsJSONBody[] {
  return commands.map((command) => ({
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: command.description,
    default_member_permissions: DEFAULT_PERMISSIONS[command.access],
    contexts:
      command.access === 'staff'
        ? [InteractionContextType.Guild]
        : [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: isSubcommand(command.action) ? toOptions(command.action) : toTree(command.action),
  }));
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
