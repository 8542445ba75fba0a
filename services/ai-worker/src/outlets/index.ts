export { createAssetChannel } from './asset-channel.ts';
export { type Avatars, createAvatars } from './avatars.ts';
export { createBotBudget } from './bot-budget.ts';
export { type ChannelWebhooks, createChannelWebhooks } from './channel-webhooks.ts';
export { chunkText, MAX_MESSAGE_CHARACTERS } from './chunk-text.ts';
export { DeliveryPostponedError, UndeliverableError } from './delivery-error.ts';
export { createDiscordApi, type DiscordApi, type PostButton } from './discord-api.ts';
export { readDiscordFailure } from './discord-failure.ts';
export { DRAFT_LIMITS, type Draft, type DraftLimits, startDraft } from './draft.ts';
export { findOutlet, MAX_PREFIX_CHARACTERS, type Outlet, recordOf, webhookChannelOf } from './outlet.ts';
export {
  createPosts,
  DELIVERY_LIMITS,
  type Delivered,
  type DeliveryLimits,
  type Posts,
  type SentPost,
} from './posts.ts';
export { removeMessage } from './remove-message.ts';
export { removeTwinsOf } from './remove-twins.ts';
export { speakerName } from './speaker-name.ts';
export { hashText } from './text-hash.ts';
