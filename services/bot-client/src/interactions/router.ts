import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { ComponentHandler } from './component-handler.ts';
import { prefixOf } from './custom-id.ts';
import { type Access, type Command, listSubcommands, type Subcommand } from './define-command.ts';

export interface FoundComponent {
  handler: ComponentHandler;
  /** Of the command that it belongs to. */
  access: Access;
}

export interface FoundSubcommand {
  command: Command;
  subcommand: Subcommand;
  /** Such as `me profile create`. */
  path: string;
}

/** Finds what belongs to an interaction, by name alone. */
export interface Router {
  findSubcommand(interaction: ChatInputCommandInteraction | AutocompleteInteraction): FoundSubcommand | null;
  /** By the first two parts of a custom id. */
  findComponent(customId: string): FoundComponent | null;
}

/** @throws Error when two handlers claim one custom id, or a handler is not named after its command */
export function createRouter(commands: readonly Command[], builtIn: readonly ComponentHandler[]): Router {
  const subcommands = new Map<string, FoundSubcommand>();
  const components = new Map<string, FoundComponent>();
  const addComponent = (handler: ComponentHandler, access: Access) => {
    if (components.has(handler.id.prefix)) throw new Error(`two handlers for ${handler.id.prefix}`);
    components.set(handler.id.prefix, { handler, access });
  };

  for (const handler of builtIn) addComponent(handler, 'everyone');
  for (const command of commands) {
    for (const { path, subcommand } of listSubcommands(command)) {
      subcommands.set(path.join(' '), { command, subcommand, path: path.join(' ') });
    }
    for (const handler of command.components) {
      if (!handler.id.prefix.startsWith(`${command.name}:`)) {
        throw new Error(`${handler.id.prefix} is not named after its command ${command.name}`);
      }
      addComponent(handler, command.access);
    }
  }

  return {
    findSubcommand({ commandName, options }) {
      const path = [commandName, options.getSubcommandGroup(false), options.getSubcommand(false)];
      return subcommands.get(path.filter((word) => word !== null).join(' ')) ?? null;
    },
    findComponent: (customId) => components.get(prefixOf(customId)) ?? null,
  };
}
