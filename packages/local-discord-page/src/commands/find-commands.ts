import { CommandType, OptionType } from '../discord/constants.ts';
import type { Application, Command, CommandOption } from '../discord/types.ts';

/** What a person can invoke by a slash: a command without subcommands, or one subcommand of one that has them. */
export interface SlashCommand {
  /** Unique in the list. */
  key: string;
  command: Command;
  application: Application | undefined;
  /** Subcommand group and subcommand, outermost first; empty for a plain command. */
  path: readonly string[];
  /** As typed, without the slash: `character create`. */
  fullName: string;
  description: string;
  options: readonly CommandOption[];
}

export interface CommandIndex {
  applications: readonly Application[];
  application_commands: readonly Command[];
}

const isSubcommand = (option: CommandOption): boolean => option.type === OptionType.subcommand;

const leavesOf = (command: Command, application: Application | undefined): readonly SlashCommand[] => {
  const leaf = (path: readonly string[], description: string, options: readonly CommandOption[]): SlashCommand => ({
    key: [command.id, ...path].join(' '),
    command,
    application,
    path,
    fullName: [command.name, ...path].join(' '),
    description,
    options,
  });
  const walk = (path: readonly string[], options: readonly CommandOption[]): readonly SlashCommand[] =>
    options.flatMap((option) => {
      if (isSubcommand(option)) return [leaf([...path, option.name], option.description, option.options ?? [])];
      return option.type === OptionType.subcommandGroup ? walk([...path, option.name], option.options ?? []) : [];
    });

  const options = command.options ?? [];
  const nested = walk([], options);
  return nested.length > 0 ? nested : [leaf([], command.description, options)];
};

/** Everything a slash offers here, in the order of the applications and then by name. */
export const slashCommands = (index: CommandIndex): readonly SlashCommand[] =>
  index.application_commands
    .filter((command) => (command.type ?? CommandType.chat) === CommandType.chat)
    .flatMap((command) =>
      leavesOf(
        command,
        index.applications.find(({ id }) => id === command.application_id),
      ),
    )
    .toSorted((a, b) => a.fullName.localeCompare(b.fullName));

/** The commands that an Apps menu offers on a message or a user. */
export const menuCommands = (index: CommandIndex, type: 2 | 3): readonly Command[] =>
  index.application_commands
    .filter((command) => command.type === type)
    .toSorted((a, b) => a.name.localeCompare(b.name));

/** How well a command fits what was typed after the slash; lower is better, null is not at all. */
const rank = (command: SlashCommand, typed: string): number | null => {
  const name = command.fullName.toLowerCase();
  if (name.startsWith(typed)) return 0;
  const words = typed.split(/\s+/u).filter((word) => word !== '');
  if (words.every((word) => name.split(' ').some((part) => part.startsWith(word)))) return 1;
  if (words.every((word) => name.includes(word))) return 2;
  return words.every((word) => command.description.toLowerCase().includes(word)) ? 3 : null;
};

/** The commands that fit what was typed after the slash, best first. */
export const findCommands = (commands: readonly SlashCommand[], typed: string): readonly SlashCommand[] => {
  const wanted = typed.trim().toLowerCase();
  return commands
    .map((command) => ({ command, rank: rank(command, wanted) }))
    .filter((entry): entry is { command: SlashCommand; rank: number } => entry.rank !== null)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
};
