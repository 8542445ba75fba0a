import { prefixOf } from '@tzurot/contracts';
import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { Access } from '../define/access.ts';
import { type Command, listSubcommands } from '../define/command.ts';
import type { ComponentHandler } from '../define/component.ts';
import type { MessageMenu, UserMenu } from '../define/menu.ts';
import type { Offer } from '../define/offer.ts';
import type { Subcommand } from '../define/subcommand.ts';

export interface FoundComponent {
  handler: ComponentHandler;
  /** Of the command or action that it belongs to. */
  access: Access;
}

export interface FoundSubcommand {
  command: Command;
  subcommand: Subcommand;
  /** Such as `me profile create`. */
  path: string;
}

export interface FoundMenu<Menu> {
  menu: Menu;
  /** Of the action that it belongs to. */
  access: Access;
}

/** Finds what belongs to an interaction, by name alone. */
export interface Router {
  findSubcommand(interaction: ChatInputCommandInteraction | AutocompleteInteraction): FoundSubcommand | null;
  findMessageMenu(label: string): FoundMenu<MessageMenu> | null;
  findUserMenu(label: string): FoundMenu<UserMenu> | null;
  /** By the first two parts of a custom id. */
  findComponent(customId: string): FoundComponent | null;
}

/** @throws Error when two handlers claim one custom id or one menu entry, or a handler is not named after what it belongs to */
export function createRouter({ commands, actions }: Offer): Router {
  const subcommands = new Map<string, FoundSubcommand>();
  const components = new Map<string, FoundComponent>();
  const messageMenus = new Map<string, FoundMenu<MessageMenu>>();
  const userMenus = new Map<string, FoundMenu<UserMenu>>();

  const addComponents = ({ name, access, components: handlers }: Pick<Command, 'name' | 'access' | 'components'>) => {
    for (const handler of handlers) {
      const { prefix } = handler.id;
      if (!prefix.startsWith(`${name}:`)) throw new Error(`${prefix} is not named after ${name}, to which it belongs`);
      if (components.has(prefix)) throw new Error(`two handlers for ${prefix}`);
      components.set(prefix, { handler, access });
    }
  };
  for (const command of commands) {
    for (const { path, subcommand } of listSubcommands(command)) {
      subcommands.set(path.join(' '), { command, subcommand, path: path.join(' ') });
    }
    addComponents(command);
  }
  for (const action of actions) {
    const { access } = action;
    for (const menu of action.menus) {
      const known = menu.kind === 'message' ? messageMenus : userMenus;
      if (known.has(menu.label)) throw new Error(`two menu entries are called ${menu.label}`);
      if (menu.kind === 'message') messageMenus.set(menu.label, { menu, access });
      else userMenus.set(menu.label, { menu, access });
    }
    addComponents(action);
  }

  return {
    findSubcommand({ commandName, options }) {
      const path = [commandName, options.getSubcommandGroup(false), options.getSubcommand(false)];
      return subcommands.get(path.filter((word) => word !== null).join(' ')) ?? null;
    },
    findMessageMenu: (label) => messageMenus.get(label) ?? null,
    findUserMenu: (label) => userMenus.get(label) ?? null,
    findComponent: (customId) => components.get(prefixOf(customId)) ?? null,
  };
}
