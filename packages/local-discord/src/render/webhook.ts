import { WebhookType } from 'discord-api-types/v10';
import type { Webhook } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { renderUserById } from './user.ts';

/** @param shows which parts the caller may know: the token only with Manage Webhooks, the creator never by token */
export function renderWebhook(
  world: World,
  webhook: Webhook,
  shows: { token: boolean; creator: boolean },
): Record<string, unknown> {
  return {
    id: webhook.id,
    type: webhook.source ? WebhookType.ChannelFollower : WebhookType.Incoming,
    guild_id: webhook.guildId,
    channel_id: webhook.channelId,
    name: webhook.name,
    avatar: webhook.avatar,
    application_id: webhook.applicationId,
    ...(shows.creator ? { user: renderUserById(world, webhook.creatorId) } : {}),
    ...(webhook.source ? renderSource(world, webhook.source) : {}),
    ...(shows.token && !webhook.source
      ? { token: webhook.token, url: world.links.plain(`/api/webhooks/${webhook.id}/${webhook.token}`) }
      : {}),
  };
}

function renderSource(world: World, { guildId, channelId }: NonNullable<Webhook['source']>): object {
  const guild = world.guilds.get(guildId);
  const channel = world.channels.get(channelId);
  return {
    ...(guild ? { source_guild: { id: guild.id, name: guild.name, icon: guild.icon } } : {}),
    ...(channel?.kind === 'guild' ? { source_channel: { id: channel.id, name: channel.name } } : {}),
  };
}
