import { customId, part } from '@tzurot/contracts';

export const removeDenialId = customId('admin:remove-denial', { id: part.id });
export const denialsPageId = customId('admin:denials', { page: part.number });
export const auditPageId = customId('admin:audit', { page: part.number });
