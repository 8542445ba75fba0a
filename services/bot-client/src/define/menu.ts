import type { APIModalInteractionResponseCallbackData, Message } from 'discord.js';
import type { BotContext } from '../context.ts';
import type { Call, CallFacts } from './call.ts';
import type { ChosenUser } from './option.ts';

/** What an entry of a context menu does: it answers privately, or opens a modal, which is then the acknowledgement. */
export type MenuWork<Target> =
  | { readonly reply: 'private'; run(call: Call & Target, ctx: BotContext): Promise<void> }
  | { readonly reply: 'modal'; modal(call: CallFacts & Target): APIModalInteractionResponseCallbackData };

/** An entry in the menu of every message. */
export type MessageMenu = MenuWork<{ message: Message }> & { readonly kind: 'message'; readonly label: string };
/** An entry in the menu of every person. */
export type UserMenu = MenuWork<{ user: ChosenUser }> & { readonly kind: 'user'; readonly label: string };
/** `label` is what people see, 1–32 characters; Discord finds the entry by it. */
export type Menu = MessageMenu | UserMenu;

export function messageMenu(label: string, work: MenuWork<{ message: Message }>): MessageMenu {
  return { kind: 'message', label, ...work };
}

export function userMenu(label: string, work: MenuWork<{ user: ChosenUser }>): UserMenu {
  return { kind: 'user', label, ...work };
}
