import { customId, IMPORT_CONSENTS, part } from '@tzurot/contracts';

const id = part.id;

/** The overview of an import. */
export const openImportId = customId('import:open', { id });
/** One thing of an import, by its number from 0. */
export const showItemId = customId('import:item', { id, number: part.number });
export const chooseItemId = customId('import:choose', { id, number: part.number });
export const chooseAllId = customId('import:choose-all', { id });
export const consentId = customId('import:consent', {
  id,
  kind: part.choice(IMPORT_CONSENTS),
  to: part.choice(['yes', 'no']),
});
export const commitId = customId('import:commit', { id });
export const cancelId = customId('import:cancel', { id });
export const askUndoId = customId('import:ask-undo', { id });
export const undoId = customId('import:undo', { id });
export const historyPageId = customId('import:history', { page: part.number });
