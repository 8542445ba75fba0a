import { customId, PERSON_ROLES, part } from '@tzurot/contracts';
import { say } from '@tzurot/words';

export const FILTERS = {
  all: say('interface.filter-all'),
  mine: say('interface.filter-mine'),
  public: say('interface.filter-public'),
  here: say('interface.filter-here'),
} as const;
export type Filter = keyof typeof FILTERS;

/** The longest search text that fits into a custom id. */
export const MAX_QUERY_LENGTH = 50;

const filter = part.choice(['all', 'mine', 'public', 'here']);

export const browsePageId = customId('character:browse', {
  page: part.number,
  filter,
  query: part.text(MAX_QUERY_LENGTH),
});
/** Shows the list of all characters to the person who presses the button. */
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
export const restoreId = customId('character:restore', { id: part.id });
export const peoplePageId = customId('character:people', {
  id: part.id,
  role: part.choice(PERSON_ROLES),
  page: part.number,
});
export const removePersonId = customId('character:remove-person', {
  id: part.id,
  role: part.choice(PERSON_ROLES),
  personId: part.snowflake,
});
export const aliasesPageId = customId('character:aliases', { id: part.id, page: part.number });
