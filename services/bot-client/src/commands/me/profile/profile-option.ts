import { listPersonas } from '@tzurot/contracts';
import { namedOption } from '../../../define/named-option.ts';
import type { StoredOption } from '../../../define/option.ts';
import { plain } from '../../../ui/elements.ts';

/** One of the caller's personas, which commands call profiles; the value is its id. */
export function profileOption(description: string): StoredOption<string> {
  return namedOption({
    description,
    resource: 'persona',
    isSearch: false,
    list: async (_typed, { caller }, { gateway }) => (await gateway.call(listPersonas, { caller })).items,
    badges: ({ pronouns, isDefault }) =>
      [pronouns, isDefault ? 'default' : '']
        .filter((word) => word !== '')
        .map((word) => `· ${word}`)
        .join(' '),
    describe: ({ name }) => plain(name),
  });
}
