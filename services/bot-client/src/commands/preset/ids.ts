import { customId, part } from '@tzurot/contracts';

export const setDefaultId = customId('preset:default', { id: part.id, to: part.choice(['on', 'off']) });
export const openPresetId = customId('preset:open', {});
export const listPageId = customId('preset:list', { page: part.number });
