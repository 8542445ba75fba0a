import { putWebhook, type Webhook } from '@tzurot/contracts';
import type { Log, RouteClient } from '@tzurot/platform';
import pLimit from 'p-limit';

import type { DiscordApi } from './discord-api.ts';
import { readDiscordFailure } from './discord-failure.ts';

export interface ChannelWebhooks {
  /**
   * Our webhook of a channel: found or made, and remembered by the gateway.
   * @param exceptId one that is known to be gone
   * @returns null where the bot may not have one; that is remembered for some minutes
   */
  find(channelId: string, options?: { exceptId?: string }): Promise<Webhook | null>;
}

/**
 * Of all channels that are used for the first time, so many are looked at together: each takes two of the calls that the bot
 * may make, and those who come late wait their turn here instead of asking in vain.
 */
const SEARCHES_AT_ONCE = 6;
/** How long a channel without a webhook stays so: a permission may be granted, or another webhook removed. */
const NONE_FOR_MS = 5 * 60_000;

export function createChannelWebhooks({
  discord,
  gateway,
  log,
  now = Date.now,
}: {
  discord: DiscordApi;
  gateway: RouteClient;
  log: Log;
  now?: () => number;
}): ChannelWebhooks {
  /** Shared by all who look at once, so that two messages do not make two webhooks. */
  const looking = new Map<string, Promise<Webhook | null>>();
  const noneUntil = new Map<string, number>();
  const inTurn = pLimit(SEARCHES_AT_ONCE);

  const findOrMake = async (channelId: string, exceptId: string | undefined): Promise<Webhook | null> => {
    const webhook = await askDiscord(discord, channelId, exceptId).catch((thrown: unknown) => {
      const failure = readDiscordFailure(thrown);
      if (failure.kind !== 'forbidden' && failure.kind !== 'webhooks-full') throw thrown;
      log.warn({ channelId, reason: failure.reason }, 'no webhook in this channel, the bot speaks itself');
      return null;
    });
    if (webhook === null) noneUntil.set(channelId, now() + NONE_FOR_MS);
    if (webhook !== null || exceptId !== undefined)
      await gateway.call(putWebhook, { params: { channelId }, body: { webhook } });
    return webhook;
  };

  return {
    find(channelId, { exceptId } = {}) {
      if ((noneUntil.get(channelId) ?? 0) > now()) return Promise.resolve(null);
      noneUntil.delete(channelId);
      const running = looking.get(channelId);
      if (running !== undefined) return running;
      const search = inTurn(findOrMake, channelId, exceptId).finally(() => looking.delete(channelId));
      looking.set(channelId, search);
      return search;
    },
  };
}

async function askDiscord(
  discord: DiscordApi,
  channelId: string,
  exceptId: string | undefined,
): Promise<Webhook | null> {
  const ownId = await discord.readOwnId();
  const present = await discord.listWebhooks(channelId);
  const ours = present.find(
    ({ id, token, application_id: applicationId, user }) =>
      token !== undefined && id !== exceptId && (applicationId === ownId || user?.id === ownId),
  );
  const { id, token } = ours ?? (await discord.createWebhook(channelId));
  return token === undefined ? null : { id, token, channelId };
}
