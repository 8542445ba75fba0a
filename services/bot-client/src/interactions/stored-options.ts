import { Id, LIMITS, listCharacters, listPersonas, listPresets } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { type APIApplicationCommandStringOption, ApplicationCommandOptionType } from 'discord.js';
import { clip, plain } from '../ui/elements.ts';
import { plainOption, type StoredOption, type Suggestion } from './option.ts';

/** Longest name of a suggestion. Source: Discord documentation, "Application Command Option Choice". */
const MAX_NAME = 100;
const MAX_SUGGESTIONS = 25;

/** What Discord registers: it asks for suggestions only for options that say so. */
function suggestingOption(description: string) {
  return (name: string): APIApplicationCommandStringOption => ({
    type: ApplicationCommandOptionType.String,
    name,
    description,
    required: true,
    autocomplete: true,
  });
}

/** A character that the caller may talk to, or with `mine` change; the value is its id. */
function character(description: string, filter: 'all' | 'mine' = 'all'): StoredOption<string> {
  return {
    kind: 'stored',
    toApi: suggestingOption(description),
    async suggest(typed, { caller }, { gateway }) {
      const query = { query: typed.slice(0, LIMITS.searchQuery), filter, pageSize: MAX_SUGGESTIONS };
      const { items } = await gateway.call(listCharacters, { caller, query });
      return items.map(({ id, name, slug, isMine, isPublic }) =>
        suggestion(id, name, `(${slug}) · ${badges({ mine: isMine, public: isPublic })}`),
      );
    },
    async find(given, { caller }, { gateway }) {
      const asked = given.trim();
      if (isId(asked)) return asked;
      const query = { query: asked.slice(0, LIMITS.searchQuery), pageSize: MAX_SUGGESTIONS };
      const { items } = await gateway.call(listCharacters, { caller, query });
      const bySlug = items.find(({ slug }) => slug === asked.toLowerCase());
      return bySlug?.id ?? findByName(asked, items, 'character', ({ slug }) => `\`${slug}\``);
    },
  };
}

/** One of the caller's presets or a global one; the value is its id. */
function preset(description: string): StoredOption<string> {
  return {
    kind: 'stored',
    toApi: suggestingOption(description),
    async suggest(typed, { caller }, { gateway }) {
      const { items } = await gateway.call(listPresets, { caller });
      return matching(items, typed).map(({ id, name, model, isGlobal, isDefault }) =>
        suggestion(
          id,
          name,
          `· ${clip(model, 40)} · ${badges({ mine: !isGlobal, global: isGlobal, default: isDefault })}`,
        ),
      );
    },
    async find(given, { caller }, { gateway }) {
      if (isId(given.trim())) return given.trim();
      const { items } = await gateway.call(listPresets, { caller });
      return findByName(given.trim(), items, 'preset', ({ name, model }) => `${plain(name)} (${plain(model)})`);
    },
  };
}

/** One of the caller's profiles; the value is its id. */
function persona(description: string): StoredOption<string> {
  return {
    kind: 'stored',
    toApi: suggestingOption(description),
    async suggest(typed, { caller }, { gateway }) {
      const { items } = await gateway.call(listPersonas, { caller });
      return matching(items, typed).map(({ id, name, pronouns, isDefault }) =>
        suggestion(
          id,
          name,
          [pronouns, isDefault ? 'default' : '']
            .filter((word) => word !== '')
            .map((word) => `· ${word}`)
            .join(' '),
        ),
      );
    },
    async find(given, { caller }, { gateway }) {
      if (isId(given.trim())) return given.trim();
      const { items } = await gateway.call(listPersonas, { caller });
      return findByName(given.trim(), items, 'persona', ({ name }) => plain(name));
    },
  };
}

/** Every kind of option that a command may have. */
export const option = { ...plainOption, character, preset, persona };

function isId(text: string): boolean {
  return Id.safeParse(text).success;
}

function suggestion(id: string, name: string, rest: string): Suggestion {
  return { value: id, name: `${clip(name, MAX_NAME - rest.length - 1)} ${rest}`.trim() };
}

function badges(flags: Readonly<Record<string, boolean>>): string {
  return Object.keys(flags)
    .filter((name) => flags[name] === true)
    .join(', ');
}

function matching<Item extends { name: string }>(items: readonly Item[], typed: string): Item[] {
  const wanted = typed.toLowerCase();
  return items.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MAX_SUGGESTIONS);
}

/** What somebody means who typed a name instead of choosing a suggestion. */
function findByName<Item extends { id: string; name: string }>(
  asked: string,
  items: readonly Item[],
  resource: 'character' | 'preset' | 'persona',
  describe: (item: Item) => string,
): string {
  const noun = say(`noun.${resource}`);
  if (asked === '') {
    throw new AppError('invalid-input', `no ${resource} was named`, { reason: 'option-empty', facts: { noun } });
  }
  const named = items.filter(({ name }) => name.toLowerCase() === asked.toLowerCase());
  const [only] = named;
  if (only !== undefined && named.length === 1) return only.id;
  const typed = plain(clip(asked, 80));
  if (named.length > 1) {
    throw new AppError('conflict', `more than one ${resource} has this name`, {
      reason: 'option-ambiguous',
      facts: { noun, name: typed, candidates: list(named, describe) },
    });
  }
  const facts = { noun, name: typed };
  throw new AppError(
    'not-found',
    `no ${resource} has this name`,
    items.length === 0
      ? { reason: 'option-unknown', facts }
      : { reason: 'option-unknown-near', facts: { ...facts, candidates: list(items.slice(0, 5), describe) } },
  );
}

function list<Item>(items: readonly Item[], describe: (item: Item) => string): string {
  return items.map(describe).join(', ');
}
