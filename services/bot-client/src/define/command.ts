import type { Access } from './access.ts';
import type { ComponentHandler } from './component.ts';
import type { Subcommand, SubcommandGroup } from './subcommand.ts';

export interface Command {
  readonly name: string;
  readonly description: string;
  readonly access: Access;
  /** Subcommands and groups by name; or one action, for a command without them. */
  readonly action: Subcommand | Readonly<Record<string, Subcommand | SubcommandGroup>>;
  /** What the command's buttons, selects and modals do. */
  readonly components: readonly ComponentHandler[];
}

interface CommandDefinition {
  name: string;
  description: string;
  access?: Access;
  components?: readonly ComponentHandler[];
}

export function defineCommand(
  definition: CommandDefinition &
    ({ subcommands: Readonly<Record<string, Subcommand | SubcommandGroup>> } | { run: Subcommand }),
): Command {
  return {
    name: definition.name,
    description: definition.description,
    access: definition.access ?? 'everyone',
    action: 'run' in definition ? definition.run : definition.subcommands,
    components: definition.components ?? [],
  };
}

export function isSubcommand(action: Command['action'] | SubcommandGroup): action is Subcommand {
  return 'reply' in action && typeof action.reply === 'string';
}

/** Every subcommand of a command with its words, such as `me profile create`. */
export function listSubcommands(command: Command): { path: string[]; subcommand: Subcommand }[] {
  if (isSubcommand(command.action)) return [{ path: [command.name], subcommand: command.action }];
  return Object.entries(command.action).flatMap(([name, entry]) => {
    if (isSubcommand(entry)) return [{ path: [command.name, name], subcommand: entry }];
    return Object.entries(entry.subcommands).map(([inner, subcommand]) => ({
      path: [command.name, name, inner],
      subcommand,
    }));
  });
}
