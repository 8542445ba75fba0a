import type { Clock, Log, Metrics, RouteClient } from '@tzurot/platform';

import type { WorkerConfig, WorkerSecrets } from './config.ts';
import { createFetchAttachment, type FetchAttachment } from './importers/fetch-attachment.ts';
import {
  type Avatars,
  type ChannelWebhooks,
  createAssetChannel,
  createAvatars,
  createChannelWebhooks,
  DELIVERY_LIMITS,
  type DeliveryLimits,
  type DiscordApi,
  DRAFT_LIMITS,
  type DraftLimits,
} from './outlets/index.ts';
import { createTurnCounts, type TurnCounts } from './turns/count-turns.ts';
import { createLorebooks, type Lorebooks } from './turns/lorebooks.ts';
import type { TurnSignals } from './turns/signals.ts';
import type { Vendor } from './vendors/index.ts';
import { createModelLists, type ModelLists } from './vendors/model-lists.ts';
import { createVendors, readOperatorKeys } from './vendors/vendor-settings.ts';

/** Every long-lived thing of the worker, made once. */
export interface WorkerContext {
  gateway: RouteClient;
  discord: DiscordApi;
  webhooks: ChannelWebhooks;
  avatars: Avatars;
  vendors: ReadonlyMap<string, Vendor>;
  modelLists: ModelLists;
  /** The operator's own key for a vendor, or null. */
  operatorKey: (vendorId: string) => string | null;
  turnSignals: TurnSignals;
  lorebooks: Lorebooks;
  counts: TurnCounts;
  fetchAttachment: FetchAttachment;
  clock: Clock;
  log: Log;
  limits: WorkerLimits;
}

interface WorkerLimits {
  replyTimeoutMs: number;
  /** Discord shows a typing bot for ten seconds. */
  typingEveryMs: number;
  delivery: DeliveryLimits;
  draft: DraftLimits;
}

export interface ContextParts {
  gateway: RouteClient;
  discord: DiscordApi;
  turnSignals: TurnSignals;
  metrics: Metrics;
  clock: Clock;
  log: Log;
  /** Shorter than in production, for tests. */
  delivery?: DeliveryLimits;
  draft?: DraftLimits;
}

/** Builds the context from its parts; opens no connection. */
export function createContext(config: WorkerConfig, secrets: WorkerSecrets, parts: ContextParts): WorkerContext {
  const {
    gateway,
    discord,
    turnSignals,
    metrics,
    clock,
    log,
    delivery = DELIVERY_LIMITS,
    draft = DRAFT_LIMITS,
  } = parts;
  const publicUrl = config.PUBLIC_URL ?? null;
  const operatorKeys = readOperatorKeys(secrets);
  return {
    gateway,
    discord,
    webhooks: createChannelWebhooks({ discord, gateway, log }),
    avatars: createAvatars({
      publicUrl,
      discordApiUrl: config.DISCORD_API_URL,
      assets:
        config.ASSET_CHANNEL_ID === undefined
          ? null
          : createAssetChannel({ channelId: config.ASSET_CHANNEL_ID, discord, gateway, clock, log }),
    }),
    vendors: createVendors(config, { publicUrl, operatorKeys }),
    modelLists: createModelLists(),
    operatorKey: (vendorId) => operatorKeys.get(vendorId) ?? null,
    turnSignals,
    lorebooks: createLorebooks(gateway),
    counts: createTurnCounts(metrics),
    fetchAttachment: createFetchAttachment(config.DISCORD_API_URL),
    clock,
    log,
    limits: { replyTimeoutMs: config.REPLY_TIMEOUT_MS, typingEveryMs: 8_000, delivery, draft },
  };
}
