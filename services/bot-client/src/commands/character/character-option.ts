import { LIMITS, listCharacters } from '@tzurot/contracts';
import { flagWords, MAX_SUGGESTIONS, namedOption } from '../../define/named-option.ts';
import type { StoredOption } from '../../define/option.ts';

/** A character that the caller may talk to, or with `mine` change: by name, short name, alias or `@name`. The value is its id. */
export function characterOption(description: string, filter: 'all' | 'mine' = 'all'): StoredOption<string> {
  return namedOption({
    description,
    resource: 'character',
    isSearch: true,
    async list(typed, { caller }, { gateway }) {
      const query = { query: typed.slice(0, LIMITS.searchQuery), filter, pageSize: MAX_SUGGESTIONS };
      return (await gateway.call(listCharacters, { caller, query })).items;
    },
    badges: ({ slug, isMine, isPublic }) => `(${slug}) · ${flagWords({ mine: isMine, public: isPublic })}`,
    describe: ({ slug }) => `\`${slug}\``,
    findOtherwise(typed, items, { caller, place }, { book }) {
      const bySlug = items.find(({ slug }) => slug === typed.toLowerCase());
      if (bySlug) return bySlug.id;
      if (items.some(({ name }) => name.toLowerCase() === typed.toLowerCase())) return null;
      return book.findNamed(typed, { authorId: caller.id, guildId: place.guildId });
    },
  });
}
