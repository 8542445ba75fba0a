import type { ContextMenuCommandInteraction } from 'discord.js';
import type { BotContext } from '../context.ts';
import type { MenuWork } from '../define/menu.ts';
import type { Trace } from './acknowledge.ts';
import { answerCommand, openModal } from './answer-command.ts';
import { readCallFacts } from './read-call-facts.ts';
import type { FoundMenu } from './router.ts';

/** Does what an entry of a context menu is for. @param target what the menu was opened on */
export async function runMenu<Target>(
  interaction: ContextMenuCommandInteraction,
  { menu, access }: FoundMenu<MenuWork<Target> & { readonly label: string }>,
  target: Target,
  ctx: BotContext,
  trace: Trace,
): Promise<void> {
  const bound = { ...trace, log: trace.log.child({ menu: menu.label }) };
  const facts = readCallFacts(interaction, (userId) => ctx.isOperator(userId));
  if (menu.reply === 'modal') {
    return openModal(interaction, { facts, access, modal: () => menu.modal({ ...facts, ...target }) }, bound);
  }
  const run = (call: Parameters<typeof menu.run>[0]) => menu.run(call, ctx);
  return answerCommand(
    interaction,
    { facts, access, isPublic: false, typed: '', run: (call) => run({ ...call, ...target }) },
    bound,
  );
}
