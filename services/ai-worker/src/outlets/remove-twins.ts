import { type listDoubtfulSends, listUnclaimedMessages, type RouteOutput } from '@tzurot/contracts';
import type { Clock, Log, RouteClient } from '@tzurot/platform';

import type { DiscordApi } from './discord-api.ts';
import { listCandidates } from './find-sent.ts';
import { namePrefix } from './outlet.ts';
import { removeMessage } from './remove-message.ts';

type Doubts = RouteOutput<typeof listDoubtfulSends>;

/**
 * Removes the messages of sends of which nothing was found at first, unless they turned out to be somebody's post.
 * What cannot be read or removed just now is left for the next look.
 * @returns how many were removed
 */
export async function removeTwinsOf(
  turnId: string,
  { channelId, isThread, triggerId, characterName, webhook, sends }: Doubts,
  { discord, gateway, clock, log }: { discord: DiscordApi; gateway: RouteClient; clock: Clock; log: Log },
): Promise<number> {
  let removed = 0;
  const remove = async (messageId: string, webhookId: string | null): Promise<void> => {
    try {
      if (!(await removeMessage({ messageId, webhookId }, { channelId, isThread, webhook }, { discord }))) return;
      removed += 1;
      log.warn({ turnId, messageId }, 'a message that arrived late was removed, since it was said again meanwhile');
    } catch (thrown) {
      log.warn({ err: thrown, turnId, messageId }, 'a message said twice was not removed');
    }
  };

  for (const { hash, sendingAt, outlet } of sends) {
    const doubtful = {
      turnId,
      channelId,
      triggerId,
      sendingAt: new Date(sendingAt),
      webhookId: outlet?.webhookId ?? null,
      username: outlet?.name ?? null,
      prefix: outlet === null ? namePrefix(characterName) : '',
      hash,
    };
    const candidates = await listCandidates(doubtful, { discord, untilMs: clock.now().getTime() });
    if (candidates === null || candidates.length === 0) continue;
    const { messageIds } = await gateway.call(listUnclaimedMessages, {
      params: { turnId },
      body: { messageIds: candidates, hash },
    });
    for (const messageId of messageIds) await remove(messageId, doubtful.webhookId);
  }
  return removed;
}
