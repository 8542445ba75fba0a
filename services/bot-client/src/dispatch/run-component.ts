import { type MessageComponentInteraction, MessageFlags } from 'discord.js';
import type { BotContext } from '../context.ts';
import type { Access } from '../define/access.ts';
import type { ComponentHandler, FormHandler } from '../define/component.ts';
import { problem } from '../ui/problem.ts';
import { acknowledge, noteFailure, type Trace } from './acknowledge.ts';
import { within } from './deadline.ts';
import { explainError } from './explain-error.ts';
import { readCallFacts } from './read-call-facts.ts';
import { mayUse, requireAccess } from './require-access.ts';
import { createResponder } from './responder.ts';

/** Leaves time for the acknowledgement itself. */
const STATE_DEADLINE_MS = 1_500;

/** Does what a button or a menu is for. */
export async function runComponent(
  interaction: MessageComponentInteraction,
  { handler, access, state }: { handler: Exclude<ComponentHandler, FormHandler>; access: Access; state: unknown },
  ctx: BotContext,
  { log, traceId }: Trace,
): Promise<void> {
  const facts = readCallFacts(interaction, (userId) => ctx.isOperator(userId));
  if (handler.kind === 'opener' && mayUse(access, facts)) {
    const modal = await within(STATE_DEADLINE_MS, handler.prepare({ ...facts, state }, ctx), null).catch(
      (error: unknown) => {
        log.warn({ err: error }, 'form could not be filled from shared state');
        return null;
      },
    );
    if (modal !== null) {
      await acknowledge(() => interaction.showModal(modal), log);
      return;
    }
  }

  const isBeside = handler.kind !== 'opener' && handler.reply === 'private';
  const deferred = () =>
    isBeside ? interaction.deferReply({ flags: MessageFlags.Ephemeral }) : interaction.deferUpdate();
  if (!(await acknowledge(deferred, log))) return;

  const { respond, notify } = createResponder(interaction, false, log);
  const call = { ...facts, respond, notify, state };
  try {
    requireAccess(access, facts);
    if (handler.kind === 'select') {
      await handler.run({ ...call, value: interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : '' }, ctx);
    } else {
      await handler.run(call, ctx);
    }
  } catch (error) {
    noteFailure(error, log);
    const view = problem(explainError(error, traceId));
    // What was pressed stays as it is, so that it can be pressed again.
    await (isBeside ? respond(view) : notify(view));
  }
}
