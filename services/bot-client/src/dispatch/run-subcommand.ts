import type { ChatInputCommandInteraction } from 'discord.js';
import type { BotContext } from '../context.ts';
import type { CallFacts } from '../define/call.ts';
import type { OptionList, OptionValues, PlainOptionList } from '../define/option.ts';
import type { Trace } from './acknowledge.ts';
import { answerCommand, openModal } from './answer-command.ts';
import { readCallFacts } from './read-call-facts.ts';
import type { FoundSubcommand } from './router.ts';

const QUOTE_FROM_LENGTH = 40;

/** Does what a slash command is for. */
export async function runSubcommand(
  interaction: ChatInputCommandInteraction,
  { command: { access }, subcommand, path }: FoundSubcommand,
  ctx: BotContext,
  trace: Trace,
): Promise<void> {
  const bound = { ...trace, log: trace.log.child({ command: path }) };
  const facts = readCallFacts(interaction, (userId) => ctx.isOperator(userId));
  if (subcommand.reply === 'modal') {
    const modal = () => subcommand.modal({ ...facts, options: readOptions(interaction, subcommand.options) }, ctx);
    return openModal(interaction, { facts, access, modal }, bound);
  }
  return answerCommand(
    interaction,
    {
      facts,
      access,
      isPublic: subcommand.reply === 'public',
      typed: longTexts(interaction, subcommand.options),
      async run(call) {
        const options = await findOptions(interaction, subcommand.options, facts, ctx);
        await subcommand.run({ ...call, options }, ctx);
      },
    },
    bound,
  );
}

function readOptions(
  interaction: ChatInputCommandInteraction,
  options: PlainOptionList,
): OptionValues<PlainOptionList> {
  const read = Object.entries(options).map(([name, option]) => [name, option.read(interaction.options.get(name))]);
  return Object.fromEntries(read);
}

async function findOptions(
  interaction: ChatInputCommandInteraction,
  options: OptionList,
  facts: CallFacts,
  ctx: BotContext,
): Promise<OptionValues<OptionList>> {
  const found = Object.entries(options).map(async ([name, option]) => {
    const given = interaction.options.get(name);
    if (option.kind === 'plain') return [name, option.read(given)];
    return [name, await option.find(String(given?.value ?? ''), facts, ctx)];
  });
  return Object.fromEntries(await Promise.all(found));
}

/** What somebody would not like to type again. */
function longTexts(interaction: ChatInputCommandInteraction, options: OptionList): string {
  return Object.keys(options)
    .map((name) => interaction.options.get(name)?.value)
    .filter((value) => typeof value === 'string' && value.length >= QUOTE_FROM_LENGTH)
    .join('\n');
}
