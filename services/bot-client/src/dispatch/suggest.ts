import type { AutocompleteInteraction } from 'discord.js';
import type { BotContext } from '../context.ts';
import type { Suggestion } from '../define/option.ts';
import { acknowledge, type Trace } from './acknowledge.ts';
import { within } from './deadline.ts';
import { readCallFacts } from './read-call-facts.ts';
import type { FoundSubcommand } from './router.ts';

/** Discord shows no suggestions that come later than three seconds. */
const DEADLINE_MS = 2_000;
const MAX_SUGGESTIONS = 25;

/** Offers values for the option that is being typed; none when they cannot be had in time. */
export async function suggest(
  interaction: AutocompleteInteraction,
  found: FoundSubcommand | null,
  ctx: BotContext,
  { log }: Trace,
): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const option = found?.subcommand.options[name];
  let suggestions: Suggestion[] = [];
  if (option?.suggest !== undefined) {
    const facts = {
      ...readCallFacts(interaction, (userId) => ctx.isOperator(userId)),
      others: readOthers(interaction, Object.keys(found?.subcommand.options ?? {})),
    };
    suggestions = await within(DEADLINE_MS, option.suggest(value.trim(), facts, ctx), []).catch((error: unknown) => {
      log.debug({ err: error }, 'nothing could be suggested');
      return [];
    });
  }
  await acknowledge(() => interaction.respond(suggestions.slice(0, MAX_SUGGESTIONS)), log);
}

function readOthers(interaction: AutocompleteInteraction, names: readonly string[]): Record<string, string> {
  const given = names.map((name) => [name, interaction.options.get(name)?.value] as const);
  return Object.fromEntries(given.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
