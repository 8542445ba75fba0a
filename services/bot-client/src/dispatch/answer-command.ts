import {
  type APIModalInteractionResponseCallbackData,
  type ChatInputCommandInteraction,
  type ContextMenuCommandInteraction,
  MessageFlags,
} from 'discord.js';
import type { Access } from '../define/access.ts';
import type { Call, CallFacts } from '../define/call.ts';
import { problem } from '../ui/problem.ts';
import { acknowledge, noteFailure, replyAtOnce, type Trace } from './acknowledge.ts';
import { explainError } from './explain-error.ts';
import { requireAccess } from './require-access.ts';
import { createResponder } from './responder.ts';

type AnyCommandInteraction = ChatInputCommandInteraction | ContextMenuCommandInteraction;

interface AnsweringWork {
  facts: CallFacts;
  access: Access;
  isPublic: boolean;
  run: (call: Call) => Promise<void>;
  /** What somebody would not like to type again; quoted when it fails. */
  typed: string;
}

/** Acknowledges a command, then does its work; what goes wrong is told in the place of the answer. */
export async function answerCommand(
  interaction: AnyCommandInteraction,
  { facts, access, isPublic, run, typed }: AnsweringWork,
  { log, traceId }: Trace,
): Promise<void> {
  const deferred = () => interaction.deferReply(isPublic ? {} : { flags: MessageFlags.Ephemeral });
  if (!(await acknowledge(deferred, log))) return;

  const { respond, notify, refuse } = createResponder(interaction, isPublic, log);
  try {
    requireAccess(access, facts);
    await run({ ...facts, respond, notify });
  } catch (error) {
    noteFailure(error, log);
    await refuse(problem(explainError(error, traceId), { ...(typed !== '' && { typed }) }));
  }
}

/** Opens the modal of a command; that is the acknowledgement. */
export async function openModal(
  interaction: AnyCommandInteraction,
  { facts, access, modal }: { facts: CallFacts; access: Access; modal: () => APIModalInteractionResponseCallbackData },
  trace: Trace,
): Promise<void> {
  try {
    requireAccess(access, facts);
    const shown = modal();
    await acknowledge(() => interaction.showModal(shown), trace.log);
  } catch (error) {
    noteFailure(error, trace.log);
    await replyAtOnce(interaction, problem(explainError(error, trace.traceId)), trace);
  }
}
