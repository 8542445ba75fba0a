import { ChannelType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { createThread } from '../channels/create-thread.ts';
import { apiError, formError } from '../errors.ts';
import { flatten } from '../forms/component-tree.ts';
import { snowflake } from '../forms/fields.ts';
import { type ExecuteWebhookForm, editMessageForm, executeWebhookForm, executeWebhookQuery } from '../forms/message.ts';
import type { Hub } from '../hub.ts';
import { editAnswer, findAnswering, followUp, removeAnswer, requireAnswer } from '../interactions/answers.ts';
import { isForum } from '../messages/authorize-send.ts';
import { editMessage } from '../messages/edit.ts';
import { removeMessage } from '../messages/remove.ts';
import { messageFlags, requireSomething, sendMessage } from '../messages/send.ts';
import { renderMessage } from '../render/message.ts';
import type { Channel, Message, Thread, Webhook } from '../world/types.ts';
import type { Viewer, World } from '../world/world.ts';
import { countOldEdit } from './old-edits.ts';
import { noContent, type OpenCall, ok, openRoute, type Reply, type Route } from './route.ts';
import { checkHookName, requireWebhook } from './webhooks.ts';

const threadQuery = z.object({ thread_id: snowflake.optional(), with_components: z.string().optional() });

/** Buttons and selects that a person can press; links are not. */
const interactiveTypes = new Set([2, 3, 5, 6, 7, 8]);

type Execute = OpenCall<
  '/webhooks/{webhook_id}/{webhook_token}',
  ExecuteWebhookForm,
  z.output<typeof executeWebhookQuery>
>;

function executeWebhook(call: Execute): Reply {
  const { body, query, files } = call;
  const answering = findAnswering(call.hub, call.params);
  if (answering) return ok(renderMessage(answering.world, followUp(answering, body, files), answering.viewer));
  const { world, webhook } = requireWebhook(call);
  checkHookName(call.hub, 'username', body.username);
  requireSomething(body, files);
  if (webhook.applicationId === null) checkForeignComponents(body, query.with_components ?? false);

  const target = openTarget(world, webhook, call);
  const avatar = body.avatar_url ? call.hub.pictures.avatarFromUrl(world, webhook.id, body.avatar_url) : webhook.avatar;
  const message = sendMessage(world, {
    channel: target.channel,
    author: { kind: 'webhook', webhookId: webhook.id, username: body.username ?? webhook.name, avatar },
    text: body,
    files,
    settableFlags: messageFlags.byWebhook,
    // A webhook may mention whatever its execution names, whoever made it.
    mentions: { allowed: body.allowed_mentions, onlyUsersByDefault: true, permissions: ~0n },
    ...(webhook.applicationId === null ? {} : { applicationId: webhook.applicationId }),
    ...(target.openingId === undefined ? {} : { id: target.openingId }),
  });
  return query.wait ? ok(renderMessage(world, message, hookViewer(webhook))) : noContent;
}

/** Where the message goes: the hook's channel, one of its threads, or a new post. */
function openTarget(
  world: World,
  webhook: Webhook,
  { body, query }: Pick<Execute, 'body' | 'query'>,
): { channel: Channel; openingId?: string } {
  const home = world.channels.get(webhook.channelId);
  if (home?.kind !== 'guild') throw apiError('unknownWebhook');
  if (query.thread_id && body.thread_name) throw apiError('forumThreadTwice');
  if (query.thread_id) return { channel: requireHookThread(world, webhook, query.thread_id) };
  if (!isForum(home)) {
    if (body.thread_name) throw apiError('notForum');
    return { channel: home };
  }
  if (!body.thread_name) throw apiError('forumNeedsThreadName');
  const thread = createThread(world, home, {
    name: body.thread_name,
    ownerId: webhook.id,
    type: ChannelType.PublicThread,
    appliedTags: body.applied_tags ?? [],
  });
  return { channel: thread, openingId: thread.id };
}

/** A thread under the hook's channel. @throws ApiError 10003 for any other */
function requireHookThread(world: World, webhook: Webhook, threadId: string): Thread {
  const thread = world.channels.get(threadId);
  if (thread?.kind !== 'thread' || thread.parentId !== webhook.channelId) throw apiError('unknownChannel');
  if (thread.locked && thread.archived) throw apiError('threadLocked');
  return thread;
}

function checkForeignComponents(form: ExecuteWebhookForm, withComponents: boolean): void {
  const types = flatten(form.components ?? []).map((each) => (each['style'] === 5 ? 0 : Number(each['type'])));
  if (types.length === 0) return;
  if (!withComponents && !((form.flags ?? 0) & MessageFlags.IsComponentsV2)) form.components = [];
  if (withComponents && types.some((type) => interactiveTypes.has(type))) {
    throw formError({
      path: ['components'],
      code: 'WEBHOOK_INTERACTIVE_COMPONENTS',
      message: 'Only webhooks owned by an application may send interactive components.',
    });
  }
}

/** Webhooks read their own messages only, so nothing is hidden from them. */
function hookViewer(webhook: Webhook): Viewer {
  return { userId: webhook.id, bot: true, mayReadContent: true };
}

/** One of the hook's own messages, in its channel or in the thread that the query names. @throws ApiError 10008 */
function requireOwnMessage(call: {
  readonly hub: Hub;
  readonly params: { webhook_id: string; webhook_token: string; message_id: string };
  readonly query: z.output<typeof threadQuery>;
}): { world: World; webhook: Webhook; message: Message } {
  const { world, webhook } = requireWebhook(call);
  const channelId = call.query.thread_id ?? webhook.channelId;
  const channel = call.query.thread_id ? requireHookThread(world, webhook, channelId) : world.channels.get(channelId);
  const message = channel?.messages.get(call.params.message_id);
  const isOwn = message?.author.kind === 'webhook' && message.author.webhookId === webhook.id;
  if (!message || !isOwn) throw apiError('unknownMessage');
  return { world, webhook, message };
}

const messagePaths = [
  '/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}',
  '/webhooks/{webhook_id}/{webhook_token}/messages/@original',
] as const;

interface Named {
  readonly hub: Hub;
  readonly params: { webhook_id: string; webhook_token: string; message_id?: string };
  readonly query: z.output<typeof threadQuery>;
}

/** `@original` has a path of its own in Discord's description; to everything else it is an id. */
function withId<Call extends Named>(call: Call): Call & { params: { message_id: string } } {
  return { ...call, params: { ...call.params, message_id: call.params.message_id ?? '@original' } };
}

const perMessageRoutes = messagePaths.flatMap((path): Route[] => [
  openRoute({
    method: 'GET',
    path,
    query: threadQuery,
    handle(call) {
      const { params, ...asked } = withId(call);
      const answering = findAnswering(call.hub, params);
      if (answering) {
        return ok(renderMessage(answering.world, requireAnswer(answering, params.message_id), answering.viewer));
      }
      const { world, webhook, message } = requireOwnMessage({ ...asked, params });
      return ok(renderMessage(world, message, hookViewer(webhook)));
    },
  }),
  openRoute({
    method: 'PATCH',
    path,
    query: threadQuery,
    body: editMessageForm,
    handle(call) {
      const { params, ...asked } = withId(call);
      const answering = findAnswering(call.hub, params);
      if (answering) {
        const answer = requireAnswer(answering, params.message_id);
        return ok(
          renderMessage(answering.world, editAnswer(answering, answer, call.body, call.files), answering.viewer),
        );
      }
      const { world, webhook, message } = requireOwnMessage({ ...asked, params });
      countOldEdit(call.hub, message);
      editMessage(world, message, {
        form: call.body,
        files: call.files,
        mentions: { onlyUsersByDefault: true, permissions: ~0n },
      });
      return ok(renderMessage(world, message, hookViewer(webhook)));
    },
  }),
  openRoute({
    method: 'DELETE',
    path,
    query: threadQuery,
    handle(call) {
      const { params, ...asked } = withId(call);
      const answering = findAnswering(call.hub, params);
      if (answering) {
        removeAnswer(answering, requireAnswer(answering, params.message_id));
        return noContent;
      }
      const { world, message } = requireOwnMessage({ ...asked, params });
      removeMessage(world, message);
      return noContent;
    },
  }),
]);

export const webhookMessageRoutes: readonly Route[] = [
  ...perMessageRoutes,
  openRoute({
    method: 'POST',
    path: '/webhooks/{webhook_id}/{webhook_token}',
    query: executeWebhookQuery,
    body: executeWebhookForm,
    handle: executeWebhook,
  }),
];
