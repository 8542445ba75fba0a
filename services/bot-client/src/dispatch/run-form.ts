import { type Message, MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import type { BotContext } from '../context.ts';
import type { Access } from '../define/access.ts';
import type { FormHandler } from '../define/component.ts';
import { readModal } from '../define/modal.ts';
import { problem } from '../ui/problem.ts';
import { acknowledge, noteFailure, type Trace } from './acknowledge.ts';
import { keepDraft } from './drafts.ts';
import { explainError } from './explain-error.ts';
import { readCallFacts } from './read-call-facts.ts';
import { reopenFormId } from './reopen-form.ts';
import { requireAccess } from './require-access.ts';
import { createResponder } from './responder.ts';

/** Takes what somebody entered. When it cannot be taken, the complaint has a button that brings it back. */
export async function runForm(
  interaction: ModalSubmitInteraction,
  { handler, access, state }: { handler: FormHandler; access: Access; state: unknown },
  ctx: BotContext,
  { log, traceId }: Trace,
): Promise<void> {
  const facts = readCallFacts(interaction, (userId) => ctx.isOperator(userId));
  // A message that answered nobody, such as a welcome, stays as it is for the next person.
  const isPublic = handler.reply === 'public';
  const isOwnMessage = !isPublic && interaction.isFromMessage() && interaction.message.interactionMetadata !== null;
  const deferred = () =>
    isOwnMessage
      ? interaction.deferUpdate()
      : interaction.deferReply(isPublic ? {} : { flags: MessageFlags.Ephemeral });
  if (!(await acknowledge(deferred, log))) return;

  const { respond, notify, refuse } = createResponder(interaction, isPublic, log);
  const { inputs } = handler.modal;
  try {
    requireAccess(access, facts);
    await handler.run({ ...facts, respond, notify, state, values: readModal(handler.modal, interaction) }, ctx);
  } catch (error) {
    noteFailure(error, log);
    const draft = await keepDraft(ctx.state, interaction, inputs).catch((failure: unknown) => {
      log.warn({ err: failure }, 'what was typed could not be kept');
      return null;
    });
    const again = draft === null ? {} : { again: reopenFormId.encode({ draft }) };
    const view = problem(explainError(error, traceId, inputs), again);
    // A dashboard stays where it is; an earlier complaint about the same form is replaced.
    const replaces = !isOwnMessage || (interaction.isFromMessage() && offersToReopen(interaction.message));
    await (replaces ? refuse(view) : notify(view));
  }
}

function offersToReopen(message: Message): boolean {
  const components: unknown = message.components.map((component) => component.toJSON());
  return JSON.stringify(components).includes(reopenFormId.prefix);
}
