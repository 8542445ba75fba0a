import { customId, part } from '@tzurot/contracts';

export const setDefaultId = customId('preset:default', { id: part.id, to: part.choice(['on', 'off']) });
export const openPresetId = customId('preset:open', {});
export const listPageId = customId('preset:list', { page: part.number });
export const editPresetId = customId('preset:edit', { id: part.id });
export const clonePresetId = customId('preset:clone', { id: part.id });
export const exportPresetId = customId('preset:export', { id: part.id });
export const askDeletePresetId = customId('preset:ask-delete', { id: part.id });
export const deletePresetId = customId('preset:delete', { id: part.id });
