import type { Access } from './access.ts';
import type { ComponentHandler } from './component.ts';
import type { Menu } from './menu.ts';

/** Something people can do that belongs to no slash command: menu entries, and what buttons on our messages do. */
export interface Action {
  /** The custom ids of its components begin with it. */
  readonly name: string;
  readonly access: Access;
  readonly menus: readonly Menu[];
  readonly components: readonly ComponentHandler[];
}

export function defineAction(definition: { name: string } & Partial<Omit<Action, 'name'>>): Action {
  return { access: 'everyone', menus: [], components: [], ...definition };
}
