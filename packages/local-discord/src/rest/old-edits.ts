import { apiError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { isOlderThan } from '../messages/authorize-send.ts';
import type { Message } from '../world/types.ts';

const HOUR_MS = 60 * 60_000;

/** Counts an application's edit of a message older than an hour. @throws ApiError 30046 when there were too many */
export function countOldEdit({ limits, clock }: Hub, { id, channelId }: Message): void {
  if (!isOlderThan(id, HOUR_MS, clock.now())) return;
  const waitSeconds = limits.countAction('edit-old', channelId);
  if (waitSeconds !== undefined) throw apiError('tooManyOldEdits', { retry_after: waitSeconds });
}
