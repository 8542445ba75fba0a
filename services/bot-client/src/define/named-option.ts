import { Id } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { ApplicationCommandOptionType } from 'discord.js';
import type { BotContext } from '../context.ts';
import { clip, plain } from '../ui/elements.ts';
import type { CallFacts } from './call.ts';
import type { StoredOption, Suggestion } from './option.ts';

/** Longest name of a suggestion. Source: Discord documentation, "Application Command Option Choice". */
const MAX_NAME = 100;
export const MAX_SUGGESTIONS = 25;
/** Of a name, whatever stands behind it. */
const MIN_NAME_SHOWN = 20;

/** Something stored that a person may name: the value of its option is its id. */
interface Named {
  id: string;
  name: string;
}

interface NamedOptionDefinition<Item extends Named> {
  description: string;
  resource:
    | 'character'
    | 'deleted-character'
    | 'lorebook'
    | 'lore-entry'
    | 'system-prompt'
    | 'preset'
    | 'persona'
    | 'rule';
  /** Those among which the name is looked for. */
  list: (typed: string, call: CallFacts, ctx: BotContext) => Promise<readonly Item[]>;
  /** True when `list` returns only what fits the typed text; otherwise suggestions are narrowed by name. */
  isSearch: boolean;
  /** What stands behind the name in a suggestion. */
  badges: (item: Item) => string;
  /** How one is told from others of its name. */
  describe: (item: Item) => string;
  /** Another way than its name to mean exactly one: the id of the one that is meant. */
  findOtherwise?: (typed: string, items: readonly Item[], call: CallFacts, ctx: BotContext) => string | null;
}

/** An option that names something stored. A suggestion's value is the id; whoever types a name is understood too. */
export function namedOption<Item extends Named>(definition: NamedOptionDefinition<Item>): StoredOption<string> {
  const { description, list, badges, isSearch } = definition;
  return {
    kind: 'stored',
    toApi: (name) => ({
      type: ApplicationCommandOptionType.String,
      name,
      description,
      required: true,
      autocomplete: true,
    }),
    async suggest(given, call, ctx) {
      const typed = withoutAt(given);
      const items = await list(typed, call, ctx);
      return (isSearch ? items : matching(items, typed)).map((item) => suggestion(item, badges(item)));
    },
    async find(given, call, ctx) {
      const typed = withoutAt(given);
      if (Id.safeParse(typed).success) return typed;
      const items = await list(typed, call, ctx);
      return definition.findOtherwise?.(typed, items, call, ctx) ?? findByName(typed, items, definition);
    },
  };
}

/** People who call characters with `@name` write it in commands too. */
function withoutAt(typed: string): string {
  return typed.trim().replace(/^@\s*/, '');
}

/** Those with the typed text in their name. */
function matching<Item extends Named>(items: readonly Item[], typed: string): Item[] {
  const wanted = typed.toLowerCase();
  return items.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MAX_SUGGESTIONS);
}

/** `mine, default` for those flags that are set. */
export function flagWords(flags: Readonly<Record<string, boolean>>): string {
  return Object.keys(flags)
    .filter((name) => flags[name] === true)
    .join(', ');
}

function suggestion({ id, name }: Named, badges: string): Suggestion {
  const shown = clip(name, Math.max(MIN_NAME_SHOWN, MAX_NAME - badges.length - 1));
  return { value: id, name: clip(`${shown} ${badges}`.trim(), MAX_NAME) };
}

function findByName<Item extends Named>(
  typed: string,
  items: readonly Item[],
  { resource, describe }: NamedOptionDefinition<Item>,
): string {
  const noun = say(`noun.${resource}`);
  if (typed === '') {
    throw new AppError('invalid-input', `no ${resource} was named`, { reason: 'option-empty', facts: { noun } });
  }
  const named = items.filter(({ name }) => withoutAt(name).toLowerCase() === typed.toLowerCase());
  const [only] = named;
  if (only !== undefined && named.length === 1) return only.id;
  const facts = { noun, name: plain(clip(typed, 80)) };
  const describeAll = (some: readonly Item[]) => some.map(describe).join(', ');
  if (named.length > 1) {
    throw new AppError('conflict', `more than one ${resource} has this name`, {
      reason: 'option-ambiguous',
      facts: { ...facts, candidates: describeAll(named) },
    });
  }
  throw new AppError(
    'not-found',
    `no ${resource} has this name`,
    items.length === 0
      ? { reason: 'option-unknown', facts }
      : { reason: 'option-unknown-near', facts: { ...facts, candidates: describeAll(items.slice(0, 5)) } },
  );
}
