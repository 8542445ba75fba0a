import type { Place, PostOutlet, Webhook } from '@tzurot/contracts';

import type { ChannelWebhooks } from './channel-webhooks.ts';
import { speakerName } from './speaker-name.ts';

/** Through what a character speaks in a place. */
export type Outlet =
  | {
      kind: 'webhook';
      webhook: Webhook;
      channelId: string;
      threadId: string | null;
      username: string;
      avatarUrl: string | null;
    }
  /** The bot itself; `prefix` names the character, and is empty when the bot speaks for itself. */
  | { kind: 'bot'; channelId: string; prefix: string };

/** Who speaks; null is the bot itself. */
export interface OutletSpeaker {
  name: string;
  /** Only where Discord can fetch it. */
  avatarUrl: string | null;
}

/** The channel whose webhooks reach a place, or null where no webhook does. */
export function webhookChannelOf({ kind, channelId, parentId }: Place): string | null {
  if (kind === 'dm') return null;
  return kind === 'thread' ? (parentId ?? null) : channelId;
}

/**
 * Through what a speaker speaks in a place: through our webhook where there can be one, else as the bot.
 * @param known the webhook that the gateway remembers
 * @throws what `readDiscordFailure` reads, when Discord cannot be asked
 */
export async function findOutlet(
  place: Place,
  speaker: OutletSpeaker | null,
  { known, webhooks }: { known: Webhook | null; webhooks: ChannelWebhooks },
): Promise<Outlet> {
  const hookChannelId = webhookChannelOf(place);
  if (speaker === null || hookChannelId === null) return botOutlet(place, speaker);
  const webhook = known?.channelId === hookChannelId ? known : await webhooks.find(hookChannelId);
  return webhook === null ? botOutlet(place, speaker) : webhookOutlet(place, speaker, webhook);
}

export function webhookOutlet(place: Place, speaker: OutletSpeaker, webhook: Webhook): Outlet {
  return {
    kind: 'webhook',
    webhook,
    channelId: place.channelId,
    threadId: place.kind === 'thread' ? place.channelId : null,
    username: speakerName(speaker.name),
    avatarUrl: speaker.avatarUrl,
  };
}

export function botOutlet(place: Place, speaker: OutletSpeaker | null): Outlet {
  return { kind: 'bot', channelId: place.channelId, prefix: speaker === null ? '' : namePrefix(speaker.name) };
}

/** What stands in front of what the bot says for a character; never longer than `MAX_PREFIX_CHARACTERS`. */
export function namePrefix(name: string): string {
  return `**${speakerName(name).replaceAll(/[*_`~|\\]/g, '')}:** `;
}

/** A name of 80 characters with its marks. */
export const MAX_PREFIX_CHARACTERS = 86;

/** As the ledger writes it down. */
export function recordOf(outlet: Outlet): PostOutlet {
  return outlet.kind === 'bot' ? null : { webhookId: outlet.webhook.id, name: outlet.username };
}
