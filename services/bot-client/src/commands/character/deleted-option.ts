import { type DeletedCharacter, listDeletedCharacters } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { namedOption } from '../../define/named-option.ts';
import type { StoredOption } from '../../define/option.ts';

/** A character of the caller's that can still be restored. */
export function deletedOption(description: string): StoredOption<string> {
  return namedOption<DeletedCharacter>({
    description,
    resource: 'deleted-character',
    isSearch: false,
    list: async (_typed, { caller }, { gateway }) => (await gateway.call(listDeletedCharacters, { caller })).items,
    badges: ({ slug, restorableUntil }) => say('character.deleted-badge', { slug, date: restorableUntil.slice(0, 10) }),
    describe: ({ slug }) => `\`${slug}\``,
    findOtherwise: (typed, items) => items.find(({ slug }) => slug === typed.toLowerCase())?.id ?? null,
  });
}
