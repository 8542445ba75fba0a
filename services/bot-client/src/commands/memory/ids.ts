import { customId, part } from '@tzurot/contracts';

/** In the place of a character's id: every character. */
export const EVERY = '-';
/** The longest search text that fits into a custom id beside a character's. */
export const MAX_QUERY_LENGTH = 36;

export const memoriesPageId = customId('memory:page', {
  page: part.number,
  character: part.key,
  query: part.text(MAX_QUERY_LENGTH),
});
export const openMemoryId = customId('memory:open', {});
export const setMemoryId = customId('memory:set', {
  id: part.id,
  to: part.choice(['pinned', 'unpinned', 'locked', 'unlocked', 'shared', 'unshared']),
});
export const askForgetId = customId('memory:ask-forget', { id: part.id });
export const forgetId = customId('memory:forget', { id: part.id });

/** What a purge was asked for. */
const purge = {
  character: part.key,
  where: part.choice(['server', 'channel', 'everywhere']),
  /** 0 for all ages. */
  days: part.number,
  count: part.number,
};
export const openPurgeId = customId('memory:open-purge', purge);
export const purgeId = customId('memory:purge', purge);
