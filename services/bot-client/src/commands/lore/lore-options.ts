import { LIMITS, listLorebooks, searchLoreEntries } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { namedOption } from '../../define/named-option.ts';
import type { StoredOption } from '../../define/option.ts';
import { plain } from '../../ui/elements.ts';

/** One of the caller's lorebooks; the value is its id. */
export function bookOption(description: string): StoredOption<string> {
  return namedOption({
    description,
    resource: 'lorebook',
    isSearch: false,
    list: async (_typed, { caller }, { gateway }) => (await gateway.call(listLorebooks, { caller })).items,
    badges: ({ entryCount }) => `· ${say('count.entries', { count: entryCount })}`,
    describe: ({ name, entryCount }) => `${plain(name)} (${say('count.entries', { count: entryCount })})`,
  });
}

/** An entry of any of the caller's lorebooks; the value is its id. */
export function entryOption(description: string): StoredOption<string> {
  return namedOption({
    description,
    resource: 'lore-entry',
    isSearch: true,
    async list(typed, { caller }, { gateway }) {
      const query = { query: typed.slice(0, LIMITS.searchQuery) };
      return (await gateway.call(searchLoreEntries, { caller, query })).items;
    },
    badges: ({ bookName }) => `· ${bookName}`,
    describe: ({ name, bookName }) => `${plain(name)} (${plain(bookName)})`,
  });
}
