import { type CharacterSummary, LIMITS, listCharacters } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { MAX_SUGGESTIONS, namedOption } from '../../define/named-option.ts';
import type { StoredOption } from '../../define/option.ts';
import { clip } from '../../ui/elements.ts';

/** A suggestion has room for so much of its owner's name. */
const OWNER_LENGTH = 20;

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
    badges: (item) => [`(${item.slug})`, ...whoseIs(item, OWNER_LENGTH)].join(' · '),
    describe: ({ slug }) => `\`${slug}\``,
    findOtherwise(typed, items, { caller, place }, { book }) {
      const bySlug = items.find(({ slug }) => slug === typed.toLowerCase());
      if (bySlug) return bySlug.id;
      if (items.some(({ name }) => name.toLowerCase() === typed.toLowerCase())) return null;
      return book.findNamed(typed, { authorId: caller.id, guildId: place.guildId });
    },
  });
}

/** Whose a character is, and where it comes from: `Ada`, `public`, `18+`. */
export function whoseIs(
  { isMine, isPublic, isAdult, ownerName }: Pick<CharacterSummary, 'isMine' | 'isPublic' | 'isAdult' | 'ownerName'>,
  maxLength: number,
): string[] {
  return [
    isMine ? say('character.badge.mine') : clip(ownerName, maxLength),
    ...(isPublic ? [say('character.badge.public')] : isMine ? [] : [say('character.badge.shared')]),
    ...(isAdult ? [say('character.badge.adult')] : []),
  ];
}
