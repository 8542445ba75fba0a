import { customId, part } from '../../interactions/custom-id.ts';

export const setDefaultId = customId('preset:default', { id: part.id, to: part.choice(['on', 'off']) });
export const openPresetId = customId('preset:open', {});
export const listPageId = customId('preset:list', { page: part.number });
