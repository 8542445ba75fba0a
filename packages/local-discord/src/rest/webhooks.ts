import { randomBytes } from 'node:crypto';
import {
  ChannelType,
  MessageReferenceType,
  MessageType,
  PermissionFlagsBits as Permission,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { apiError, formError } from '../errors.ts';
import { imageData, snowflake } from '../forms/fields.ts';
import { webhookName } from '../forms/message.ts';
import type { Hub } from '../hub.ts';
import { blankMessage, publishMessage } from '../messages/publish.ts';
import { renderWebhook } from '../render/webhook.ts';
import { storePicture } from '../world/pictures.ts';
import type { GuildChannel, Webhook } from '../world/types.ts';
import { emit, inChannel, type World } from '../world/world.ts';
import { requireGuildChannel, requireGuildPermission, requirePermission } from './require.ts';
import { type Call, noContent, ok, openRoute, type Route, route } from './route.ts';

const MAX_WEBHOOKS_PER_CHANNEL = 15;
const MAX_WEBHOOKS_PER_GUILD = 1_000;

const createForm = z.object({ name: webhookName, avatar: imageData.nullish() });
const editForm = z.object({
  name: webhookName.nullish(),
  avatar: imageData.nullish(),
  channel_id: snowflake.nullish(),
});
const editByTokenForm = z.object({ name: webhookName.nullish(), avatar: imageData.nullish() });

/** Channels that can own webhooks; threads use their parent's. */
const ownersOfWebhooks: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
]);

export const webhookRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/channels/{channel_id}/webhooks',
    body: createForm,
    handle(call) {
      const { world, user, body } = call;
      const channel = requireHookChannel(call, call.params.channel_id);
      checkHookName(call.hub, 'name', body.name);
      const webhook = addWebhook(world, channel, {
        creatorId: user.id,
        applicationId: applicationOf(world, user.id),
        name: body.name,
      });
      if (body.avatar) webhook.avatar = storePicture(world, 'avatars', webhook.id, body.avatar);
      announceWebhooks(world, channel.id);
      return ok(renderWebhook(world, webhook, { token: true, creator: true }));
    },
  }),
  route({
    method: 'POST',
    path: '/channels/{channel_id}/followers',
    body: z.object({ webhook_channel_id: snowflake }),
    handle(call) {
      const { world, user, body } = call;
      const source = requireGuildChannel(call, call.params.channel_id);
      if (source.type !== ChannelType.GuildAnnouncement) throw apiError('wrongChannelType');
      const target = requireHookChannel(call, body.webhook_channel_id);
      const name = `${world.guilds.get(source.guildId)?.name ?? ''} #${source.name}`;
      const webhook = addWebhook(world, target, {
        creatorId: user.id,
        applicationId: null,
        name,
        source: { guildId: source.guildId, channelId: source.id },
      });
      announceWebhooks(world, target.id);
      publishMessage(world, target, {
        ...blankMessage(world, target, { kind: 'user', userId: user.id }, MessageType.ChannelFollowAdd),
        content: name,
        reference: { type: MessageReferenceType.Default, channelId: source.id, guildId: source.guildId },
      });
      return ok({ channel_id: source.id, webhook_id: webhook.id });
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{channel_id}/webhooks',
    handle(call) {
      const channel = requireHookChannel(call, call.params.channel_id);
      const hooks = [...call.world.webhooks.values()].filter((each) => each.channelId === channel.id);
      return ok(hooks.map((webhook) => show(call, webhook)));
    },
  }),
  route({
    method: 'GET',
    path: '/guilds/{guild_id}/webhooks',
    handle(call) {
      const guild = requireGuildPermission(call, call.params.guild_id, Permission.ManageWebhooks);
      const hooks = [...call.world.webhooks.values()].filter((each) => each.guildId === guild.id);
      return ok(hooks.map((webhook) => show(call, webhook)));
    },
  }),
  route({
    method: 'GET',
    path: '/webhooks/{webhook_id}',
    handle: (call) => ok(show(call, requireManagedHook(call))),
  }),
  route({
    method: 'PATCH',
    path: '/webhooks/{webhook_id}',
    body: editForm,
    handle(call) {
      const webhook = requireManagedHook(call);
      checkHookName(call.hub, 'name', call.body.name);
      const target = call.body.channel_id;
      if (target && target !== webhook.channelId) {
        const channel = requireHookChannel(call, target);
        if (channel.guildId !== webhook.guildId) throw apiError('unknownChannel');
        announceWebhooks(call.world, webhook.channelId);
        webhook.channelId = channel.id;
      }
      applyChanges(call.world, webhook, call.body);
      return ok(show(call, webhook));
    },
  }),
  route({
    method: 'DELETE',
    path: '/webhooks/{webhook_id}',
    handle(call) {
      removeWebhook(call.world, requireManagedHook(call));
      return noContent;
    },
  }),
  openRoute({
    method: 'GET',
    path: '/webhooks/{webhook_id}/{webhook_token}',
    handle(call) {
      const { world, webhook } = requireWebhook(call);
      return ok(renderWebhook(world, webhook, { token: true, creator: false }));
    },
  }),
  openRoute({
    method: 'PATCH',
    path: '/webhooks/{webhook_id}/{webhook_token}',
    body: editByTokenForm,
    handle(call) {
      const { world, webhook } = requireWebhook(call);
      checkHookName(call.hub, 'name', call.body.name);
      applyChanges(world, webhook, call.body);
      return ok(renderWebhook(world, webhook, { token: true, creator: false }));
    },
  }),
  openRoute({
    method: 'DELETE',
    path: '/webhooks/{webhook_id}/{webhook_token}',
    handle(call) {
      const { world, webhook } = requireWebhook(call);
      removeWebhook(world, webhook);
      return noContent;
    },
  }),
];

/** @throws ApiError 30007, 30058 */
function addWebhook(
  world: World,
  channel: GuildChannel,
  facts: Pick<Webhook, 'creatorId' | 'applicationId' | 'name' | 'source'>,
): Webhook {
  const guildHooks = [...world.webhooks.values()].filter((each) => each.guildId === channel.guildId);
  if (guildHooks.filter((each) => each.channelId === channel.id).length >= MAX_WEBHOOKS_PER_CHANNEL) {
    throw apiError('tooManyWebhooks');
  }
  if (guildHooks.length >= MAX_WEBHOOKS_PER_GUILD) throw apiError('tooManyGuildWebhooks');
  const webhook: Webhook = {
    ...facts,
    id: world.newId(),
    token: randomBytes(51).toString('base64url'),
    guildId: channel.guildId,
    channelId: channel.id,
    avatar: null,
  };
  world.webhooks.set(webhook.id, webhook);
  return webhook;
}

/** The stricter rule for names that `refuseHereInNames` switches on. @throws ApiError 50035 at `key` */
export function checkHookName(hub: Hub, key: 'name' | 'username', name: string | null | undefined): void {
  const part = ['here', 'everyone'].find((each) => name?.toLowerCase().includes(each));
  if (part === undefined || !hub.limits.settings.refuseHereInNames) return;
  throw formError({ path: [key], code: 'USERNAME_INVALID_CONTAINS', message: `Username cannot contain "${part}"` });
}

/**
 * The webhook that a path's id and token name.
 * @throws ApiError 10015 when it is gone, 50027 when the token is not its own
 */
export function requireWebhook(call: {
  readonly hub: Hub;
  readonly params: { webhook_id: string; webhook_token: string };
}): { world: World; webhook: Webhook } {
  const { webhook_id: id, webhook_token: token } = call.params;
  for (const world of call.hub.worlds.all()) {
    const webhook = world.webhooks.get(id);
    if (!webhook) continue;
    if (webhook.token !== token) throw apiError('invalidWebhookToken');
    return { world, webhook };
  }
  throw apiError('unknownWebhook');
}

/** Takes a webhook away; its messages stay and can no longer be edited. */
export function removeWebhook(world: World, webhook: Webhook): void {
  world.webhooks.delete(webhook.id);
  announceWebhooks(world, webhook.channelId);
}

/** WEBHOOKS_UPDATE names the guild and the channel, not what happened. */
function announceWebhooks(world: World, channelId: string): void {
  const channel = world.channels.get(channelId);
  if (channel?.kind !== 'guild') return;
  emit(world, 'WEBHOOKS_UPDATE', inChannel(channel), { guild_id: channel.guildId, channel_id: channel.id });
}

function requireHookChannel(call: Pick<Call, 'world' | 'user'>, channelId: string): GuildChannel {
  const channel = requireGuildChannel(call, channelId);
  if (!ownersOfWebhooks.has(channel.type)) throw apiError('wrongChannelType');
  requirePermission(call, channel, Permission.ManageWebhooks);
  return channel;
}

function requireManagedHook(call: Pick<Call, 'world' | 'user'> & { params: { webhook_id: string } }): Webhook {
  const webhook = call.world.webhooks.get(call.params.webhook_id);
  if (!webhook) throw apiError('unknownWebhook');
  const channel = call.world.channels.get(webhook.channelId);
  if (!channel) throw apiError('unknownWebhook');
  requirePermission(call, channel, Permission.ManageWebhooks);
  return webhook;
}

/** Tokens of webhooks that another application made are not shown. */
function show({ world, user }: Pick<Call, 'world' | 'user'>, webhook: Webhook): Record<string, unknown> {
  const foreign = webhook.applicationId !== null && webhook.applicationId !== applicationOf(world, user.id);
  return renderWebhook(world, webhook, { token: !foreign, creator: true });
}

function applyChanges(
  world: World,
  webhook: Webhook,
  { name, avatar }: { name?: string | null | undefined; avatar?: string | null | undefined },
): void {
  if (name) webhook.name = name;
  if (avatar !== undefined) webhook.avatar = avatar ? storePicture(world, 'avatars', webhook.id, avatar) : null;
  announceWebhooks(world, webhook.channelId);
}

function applicationOf(world: World, userId: string): string | null {
  for (const application of world.applications.values()) {
    if (application.botUserId === userId) return application.id;
  }
  return null;
}
