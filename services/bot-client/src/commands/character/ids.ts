import { customId, part } from '@tzurot/contracts';

export const FILTERS = { all: 'All', mine: 'Mine', public: 'Public' } as const;
export type Filter = keyof typeof FILTERS;

/** A custom id has room for so much of what somebody searched for. */
export const MAX_QUERY_LENGTH = 50;

const filter = part.choice(['all', 'mine', 'public']);

export const browsePageId = customId('character:browse', {
  page: part.number,
  filter,
  query: part.text(MAX_QUERY_LENGTH),
});
/** A list of all, for the eyes of whoever presses it. */
export const findCharactersId = customId('character:find', {});
export const newCharacterId = customId('character:new', {});
export const openCardId = customId('character:card', {});
export const viewPageId = customId('character:view', { id: part.id, page: part.number });
export const openEditorId = customId('character:edit', { id: part.id });
export const setVisibilityId = customId('character:visibility', {
  id: part.id,
  to: part.choice(['public', 'private']),
});
export const askDeleteId = customId('character:ask-delete', { id: part.id });
export const deleteId = customId('character:delete', { id: part.id });
