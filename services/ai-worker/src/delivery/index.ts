export { createAssetChannel } from './asset-channel.ts';
export { type Avatars, createAvatars } from './avatars.ts';
export { createBotBudget } from './bot-budget.ts';
export { type ChannelWebhooks, createChannelWebhooks } from './channel-webhooks.ts';
export { chunkText, MAX_MESSAGE_CHARACTERS } from './chunk-text.ts';
export {
  DELIVERY_LIMITS,
  type Delivered,
  type DeliveryLimits,
  deliverChunks,
  type SentChunk,
} from './deliver-chunks.ts';
export { DeliveryPostponedError, UndeliverableError } from './delivery-error.ts';
export { createDiscordApi, type DiscordApi } from './discord-api.ts';
export { readDiscordFailure } from './discord-failure.ts';
export { speakerName } from './speaker-name.ts';
export { hashText } from './text-hash.ts';
export { findVoice, MAX_PREFIX_CHARACTERS, type Voice, webhookChannelOf } from './voice.ts';
