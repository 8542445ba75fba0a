import { AppError, type Log, newTraceId, toAppError, withTrace } from '@tzurot/platform';
import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  type Message,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { BotContext } from '../context.ts';
import { say } from '../ui/elements.ts';
import { problem } from '../ui/problem.ts';
import { privately, type View } from '../ui/view.ts';
import { type Call, type CallFacts, readCallFacts } from './call.ts';
import type { ComponentHandler, FormHandler } from './component-handler.ts';
import { within } from './deadline.ts';
import type { Access, AnsweringSubcommand, Command, OpeningSubcommand } from './define-command.ts';
import { describeFailure, isMissedInteraction } from './discord-failure.ts';
import { dismiss } from './dismiss.ts';
import { keepDraft } from './drafts.ts';
import { explainError, isUnexpected } from './explain-error.ts';
import { readModal } from './modal.ts';
import type { Given, OptionList, OptionValues, PlainOptionList, Suggestion } from './option.ts';
import { reopenForm, reopenFormId } from './reopen-form.ts';
import { type AnswerableInteraction, createResponder, type Responder } from './responder.ts';
import { createRouter, type FoundSubcommand } from './router.ts';

/** Discord shows no suggestions that come later than three seconds. */
const AUTOCOMPLETE_DEADLINE_MS = 2_000;
/** Leaves time for the acknowledgement itself. */
const STATE_DEADLINE_MS = 1_500;
const MAX_SUGGESTIONS = 25;
const QUOTE_FROM_LENGTH = 40;

const OUTDATED = say('This belongs to an older version of me. Open it again with its command.', 'warn');
const UNKNOWN_COMMAND = say('I no longer know this command. Restart Discord to see the current ones.', 'warn');
const NOT_YOURS = say(
  'Somebody else opened this, so only they can use it. The same command opens one for you.',
  'warn',
);

export interface InteractionHandling {
  /** Hears no more, and resolves when everything that was heard is answered. */
  stop(): Promise<void>;
}

/**
 * Answers commands, buttons, menus, forms and autocompletes. Every interaction is acknowledged before anything else
 * is awaited, since Discord gives up on it after three seconds.
 */
export function handleInteractions(client: Client, commands: readonly Command[], ctx: BotContext): InteractionHandling {
  const findForm = (customId: string): FormHandler | null => {
    const handler = router.findComponent(customId);
    return handler?.kind === 'form' ? handler : null;
  };
  const router = createRouter(commands, [reopenForm(findForm), dismiss]);
  const running = new Set<Promise<void>>();

  const onInteraction = (interaction: Interaction) => {
    const traceId = newTraceId();
    const log = ctx.log.child({ interactionId: interaction.id, userId: interaction.user.id });
    const work = withTrace(traceId, () => route(interaction, { log, traceId }))
      .catch((error: unknown) => log.error({ failure: describeFailure(error) }, 'interaction was not answered'))
      .finally(() => running.delete(work));
    running.add(work);
  };
  client.on(Events.InteractionCreate, onInteraction);

  async function route(interaction: Interaction, tools: Tools): Promise<void> {
    if (interaction.isAutocomplete()) return suggest(interaction, router.findSubcommand(interaction), ctx, tools);
    if (interaction.isChatInputCommand()) {
      const found = router.findSubcommand(interaction);
      if (found === null) return replyAtOnce(interaction, UNKNOWN_COMMAND, tools);
      return runSubcommand(interaction, found, ctx, tools);
    }
    if (interaction.isMessageComponent() || interaction.isModalSubmit()) {
      const handler = router.findComponent(interaction.customId);
      const state = handler?.id.decode(interaction.customId) ?? null;
      if (handler === null || state === null) return replyAtOnce(interaction, OUTDATED, tools);
      if (!belongsTo(interaction)) return replyAtOnce(interaction, NOT_YOURS, tools);
      const bound = { ...tools, log: tools.log.child({ component: handler.id.prefix }) };
      if (interaction.isModalSubmit() && handler.kind === 'form')
        return runForm(interaction, handler, state, ctx, bound);
      if (interaction.isMessageComponent() && handler.kind !== 'form') {
        return runComponent(interaction, handler, state, ctx, bound);
      }
      return replyAtOnce(interaction, OUTDATED, tools);
    }
  }

  return {
    async stop() {
      client.off(Events.InteractionCreate, onInteraction);
      while (running.size > 0) await Promise.all(running);
    },
  };
}

interface Tools {
  log: Log;
  traceId: string;
}

async function runSubcommand(
  interaction: ChatInputCommandInteraction,
  { command, subcommand, path }: FoundSubcommand,
  ctx: BotContext,
  tools: Tools,
): Promise<void> {
  const log = tools.log.child({ command: path });
  const facts = readCallFacts(interaction, (userId) => ctx.isOperator(userId));
  if (subcommand.reply === 'modal') return openModal(interaction, subcommand, facts, { ...tools, log });

  const isPublic = subcommand.reply === 'public';
  const deferred = () => interaction.deferReply(isPublic ? {} : { flags: MessageFlags.Ephemeral });
  if (!(await acknowledge(deferred, log))) return;

  const responder = createResponder(interaction, isPublic, log);
  try {
    requireAccess(command.access, facts);
    const options = await findOptions(interaction, subcommand, facts, ctx);
    await subcommand.run({ ...facts, ...answering(responder), options }, ctx);
  } catch (error) {
    noteFailure(error, log);
    const typed = longTexts(interaction, subcommand.options);
    await responder.refuse(problem(explainError(error, tools.traceId), { ...(typed !== '' && { typed }) }));
  }
}

async function openModal(
  interaction: ChatInputCommandInteraction,
  subcommand: OpeningSubcommand,
  facts: CallFacts,
  tools: Tools,
): Promise<void> {
  try {
    const modal = subcommand.modal({ ...facts, options: parseOptions(interaction, subcommand.options) });
    await acknowledge(() => interaction.showModal(modal), tools.log);
  } catch (error) {
    noteFailure(error, tools.log);
    await replyAtOnce(interaction, problem(explainError(error, tools.traceId)), tools);
  }
}

async function runComponent(
  interaction: MessageComponentInteraction,
  handler: Exclude<ComponentHandler, FormHandler>,
  state: unknown,
  ctx: BotContext,
  { log, traceId }: Tools,
): Promise<void> {
  const facts = readCallFacts(interaction, (userId) => ctx.isOperator(userId));
  if (handler.kind === 'opener') {
    const modal = await within(STATE_DEADLINE_MS, handler.prepare({ ...facts, state }, ctx.state), null).catch(
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

  const responder = createResponder(interaction, false, log);
  const call = { ...facts, ...answering(responder), state };
  try {
    if (handler.kind === 'select') {
      await handler.run({ ...call, value: interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : '' }, ctx);
    } else {
      await handler.run(call, ctx);
    }
  } catch (error) {
    noteFailure(error, log);
    const view = problem(explainError(error, traceId));
    // What was pressed stays as it is, so that it can be pressed again.
    await (isBeside ? responder.respond(view) : responder.notify(view));
  }
}

async function runForm(
  interaction: ModalSubmitInteraction,
  handler: FormHandler,
  state: unknown,
  ctx: BotContext,
  { log, traceId }: Tools,
): Promise<void> {
  const facts = readCallFacts(interaction, (userId) => ctx.isOperator(userId));
  const deferred = () =>
    interaction.isFromMessage() ? interaction.deferUpdate() : interaction.deferReply({ flags: MessageFlags.Ephemeral });
  if (!(await acknowledge(deferred, log))) return;

  const responder = createResponder(interaction, false, log);
  const { inputs } = handler.modal;
  try {
    await handler.run({ ...facts, ...answering(responder), state, values: readModal(handler.modal, interaction) }, ctx);
  } catch (error) {
    noteFailure(error, log);
    const draft = await keepDraft(ctx.state, interaction, inputs).catch((failure: unknown) => {
      log.warn({ err: failure }, 'what was typed could not be kept');
      return null;
    });
    const again = draft === null ? {} : { again: reopenFormId.encode({ draft }) };
    const view = problem(explainError(error, traceId, inputs), again);
    // A dashboard stays where it is; an earlier complaint about the same form is replaced.
    const replaces = !interaction.isFromMessage() || offersToReopen(interaction.message);
    await (replaces ? responder.respond(view) : responder.notify(view));
  }
}

async function suggest(
  interaction: AutocompleteInteraction,
  found: FoundSubcommand | null,
  ctx: BotContext,
  { log }: Tools,
): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const option = found?.subcommand.options[name];
  let suggestions: Suggestion[] = [];
  if (option?.kind === 'stored') {
    const facts = readCallFacts(interaction, (userId) => ctx.isOperator(userId));
    suggestions = await within(AUTOCOMPLETE_DEADLINE_MS, option.suggest(value.trim(), facts, ctx), []).catch(
      (error: unknown) => {
        log.debug({ err: error }, 'nothing could be suggested');
        return [];
      },
    );
  }
  await acknowledge(() => interaction.respond(suggestions.slice(0, MAX_SUGGESTIONS)), log);
}

/** False when Discord has given up on the interaction; then nothing is done, and the person may try again. */
async function acknowledge(send: () => Promise<unknown>, log: Log): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    const failure = describeFailure(error);
    if (isMissedInteraction(error)) log.warn({ failure }, 'interaction was too late, or somebody else answered it');
    else log.error({ failure }, 'interaction was not acknowledged');
    return false;
  }
}

async function replyAtOnce(interaction: AnswerableInteraction, view: View, { log }: Tools): Promise<void> {
  await acknowledge(() => interaction.reply(privately(view)), log);
}

/** Whoever made the bot say something may press its buttons. Where Discord does not tell, it is a direct message. */
function belongsTo({ message, user }: MessageComponentInteraction | ModalSubmitInteraction): boolean {
  const ownerId = message?.interactionMetadata?.user.id;
  return ownerId === undefined || ownerId === user.id;
}

function offersToReopen(message: Message): boolean {
  const components: unknown = message.components.map((component) => component.toJSON());
  return JSON.stringify(components).includes(reopenFormId.prefix);
}

function requireAccess(access: Access, { caller }: CallFacts): void {
  if (access === 'operator' && caller.isOperator !== true) {
    throw new AppError('forbidden', 'command is for operators', {
      userMessage: 'This command is for whoever runs the bot.',
    });
  }
  if (access === 'staff' && !(caller.isStaff === true && caller.guildId !== undefined)) {
    throw new AppError('forbidden', 'command is for staff', {
      userMessage: 'This command is for people who may manage messages in this channel.',
    });
  }
}

function parseOptions(
  interaction: ChatInputCommandInteraction,
  options: PlainOptionList,
): OptionValues<PlainOptionList> {
  const parsed = Object.entries(options).map(([name, option]) => [name, option.parse(given(interaction, name))]);
  return Object.fromEntries(parsed);
}

async function findOptions(
  interaction: ChatInputCommandInteraction,
  { options }: AnsweringSubcommand,
  facts: CallFacts,
  ctx: BotContext,
): Promise<OptionValues<OptionList>> {
  const found = Object.entries(options).map(async ([name, option]) => {
    const value = given(interaction, name);
    return [name, option.kind === 'plain' ? option.parse(value) : await option.find(String(value), facts, ctx)];
  });
  return Object.fromEntries(await Promise.all(found));
}

function given(interaction: ChatInputCommandInteraction, name: string): Given {
  return interaction.options.get(name)?.value;
}

/** What somebody would not like to type again. */
function longTexts(interaction: ChatInputCommandInteraction, options: OptionList): string {
  return Object.keys(options)
    .map((name) => given(interaction, name))
    .filter((value) => typeof value === 'string' && value.length >= QUOTE_FROM_LENGTH)
    .join('\n');
}

function answering(responder: Responder): Pick<Call, 'respond' | 'notify'> {
  return { respond: responder.respond, notify: responder.notify };
}

function noteFailure(thrown: unknown, log: Log): void {
  const error = toAppError(thrown);
  if (isUnexpected(error)) log.error({ err: error, failure: describeFailure(thrown) }, 'interaction failed');
  else log.info({ code: error.code, reason: error.message }, 'interaction was refused');
}
