import { customId, part } from '@tzurot/contracts';

export const openBookId = customId('lore:book', { id: part.id });
export const entriesPageId = customId('lore:entries', { id: part.id, page: part.number });
export const openEntryId = customId('lore:entry', {});
export const askDeleteBookId = customId('lore:ask-delete-book', { id: part.id });
export const deleteBookId = customId('lore:delete-book', { id: part.id });
export const askDeleteEntryId = customId('lore:ask-delete-entry', { id: part.id });
export const deleteEntryId = customId('lore:delete-entry', { id: part.id });
