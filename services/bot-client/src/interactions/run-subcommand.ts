import { type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import type { BotContext } from '../context.ts';
import { problem } from '../ui/problem.ts';
import { acknowledge, noteFailure, replyAtOnce, type Trace } from './acknowledge.ts';
import { type CallFacts, readCallFacts } from './call.ts';
import type { Access, AnsweringSubcommand, OpeningSubcommand } from './define-command.ts';
import { explainError } from './explain-error.ts';
import type { Given, OptionList, OptionValues, PlainOptionList } from './option.ts';
import { requireAccess } from './require-access.ts';
import { createResponder } from './responder.ts';
import type { FoundSubcommand } from './router.ts';

const QUOTE_FROM_LENGTH = 40;

/** Does what a slash command is for. */
export async function runSubcommand(
  interaction: ChatInputCommandInteraction,
  { command, subcommand, path }: FoundSubcommand,
  ctx: BotContext,
  trace: Trace,
): Promise<void> {
  const log = trace.log.child({ command: path });
  const facts = readCallFacts(interaction, (userId) => ctx.isOperator(userId));
  if (subcommand.reply === 'modal') return openModal(interaction, command.access, subcommand, facts, { ...trace, log });

  const isPublic = subcommand.reply === 'public';
  const deferred = () => interaction.deferReply(isPublic ? {} : { flags: MessageFlags.Ephemeral });
  if (!(await acknowledge(deferred, log))) return;

  const { respond, notify, refuse } = createResponder(interaction, isPublic, log);
  try {
    requireAccess(command.access, facts);
    const options = await findOptions(interaction, subcommand, facts, ctx);
    await subcommand.run({ ...facts, respond, notify, options }, ctx);
  } catch (error) {
    noteFailure(error, log);
    const typed = longTexts(interaction, subcommand.options);
    await refuse(problem(explainError(error, trace.traceId), { ...(typed !== '' && { typed }) }));
  }
}

async function openModal(
  interaction: ChatInputCommandInteraction,
  access: Access,
  subcommand: OpeningSubcommand,
  facts: CallFacts,
  trace: Trace,
): Promise<void> {
  try {
    requireAccess(access, facts);
    const modal = subcommand.modal({ ...facts, options: parseOptions(interaction, subcommand.options) });
    await acknowledge(() => interaction.showModal(modal), trace.log);
  } catch (error) {
    noteFailure(error, trace.log);
    await replyAtOnce(interaction, problem(explainError(error, trace.traceId)), trace);
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
