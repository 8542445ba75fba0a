import { MessageFlags, MessageReferenceType, MessageType } from 'discord-api-types/v10';
import { addThreadMember } from '../channels/thread-members.ts';
import { apiError, formError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import type { CreateMessageForm } from '../forms/message.ts';
import { permissionsIn } from '../world/permissions.ts';
import type { Channel, Message, MessageReference, User } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { authorizeSend } from './authorize-send.ts';
import { takeSnapshot } from './forward.ts';
import { requireLength } from './require-length.ts';
import { messageFlags, requireSomething, sendMessage } from './send.ts';

/** A nonce sent with enforce_nonce is remembered for this long ("a few minutes" in Discord's words). */
const NONCE_LIFETIME_MS = 5 * 60_000;

/** An account says something in a channel: plainly, as a reply, or by forwarding. */
export function postMessage(
  world: World,
  user: User,
  channel: Channel,
  wanted: CreateMessageForm,
  files: readonly UploadedFile[],
): Message {
  // Embeds and components are for applications; what a person sends of them is ignored.
  const form = user.bot ? wanted : { ...wanted, embeds: undefined, components: undefined };
  requireLength(user, form);
  const nonceKey = `${channel.id}:${user.id}:${form.nonce}`;
  const enforcesNonce = form.enforce_nonce === true && form.nonce !== undefined && form.nonce !== null;
  const earlier = enforcesNonce ? world.nonces.get(nonceKey) : undefined;
  if (earlier) return earlier;

  const isForward = form.message_reference?.type === MessageReferenceType.Forward;
  const repliedTo = isForward ? undefined : findReplyTarget(world, channel, form);
  authorizeSend(world, user, channel, { text: form, fileCount: files.length, repliedTo });

  const source = isForward ? findForwarded(world, form) : undefined;
  if (!source) requireSomething(form, files);
  requireStickers(world, form.sticker_ids ?? []);
  const message = sendMessage(world, {
    channel,
    author: { kind: 'user', userId: user.id },
    type: repliedTo ? MessageType.Reply : MessageType.Default,
    text: form,
    files,
    settableFlags: messageFlags.byBotOrPerson,
    extraFlags: source ? MessageFlags.HasSnapshot : 0,
    mentions: {
      allowed: form.allowed_mentions,
      onlyUsersByDefault: false,
      permissions: permissionsIn(world, user.id, channel),
      repliedTo,
    },
    nonce: form.nonce,
    reference: referenceTo(source ?? repliedTo, world, isForward),
    ...(source ? { snapshot: takeSnapshot(world, user, source, channel) } : {}),
  });

  if (channel.kind === 'thread') addThreadMember(world, channel, user.id);
  if (enforcesNonce) {
    world.nonces.set(nonceKey, message);
    world.clock.after(NONCE_LIFETIME_MS, () => world.nonces.delete(nonceKey));
  }
  return message;
}

function requireStickers(world: World, ids: readonly string[]): void {
  const guilds = [...world.guilds.values()];
  if (!ids.every((id) => guilds.some(({ stickers }) => stickers.has(id)))) throw apiError('invalidSticker');
}

/** The message a reply answers; none when it is gone and the form says that does not matter. */
function findReplyTarget(world: World, channel: Channel, form: CreateMessageForm): Message | undefined {
  const wanted = form.message_reference;
  if (!wanted?.message_id) return undefined;
  const elsewhere = wanted.channel_id !== undefined && wanted.channel_id !== null && wanted.channel_id !== channel.id;
  const target = elsewhere ? undefined : channel.messages.get(wanted.message_id);
  if (target && target.type !== MessageType.Default && !repliable.has(target.type)) throw apiError('systemMessage');
  if (target) return target;
  if (wanted.fail_if_not_exists === false) return undefined;
  throw formError({ path: ['message_reference'], code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' });
}

/** Everything people and applications say; the rest are notices by Discord itself. */
const repliable: ReadonlySet<MessageType> = new Set([
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
]);

function findForwarded(world: World, form: CreateMessageForm): Message {
  const { channel_id: channelId, message_id: messageId } = form.message_reference ?? {};
  const source = channelId && messageId ? world.channels.get(channelId)?.messages.get(messageId) : undefined;
  if (!source) {
    throw formError({
      path: ['message_reference'],
      code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE',
      message: 'Unknown message',
    });
  }
  if (!repliable.has(source.type)) throw apiError('systemMessage');
  return source;
}

function referenceTo(target: Message | undefined, world: World, isForward: boolean): MessageReference | undefined {
  if (!target) return undefined;
  const channel = world.channels.get(target.channelId);
  return {
    type: isForward ? MessageReferenceType.Forward : MessageReferenceType.Default,
    channelId: target.channelId,
    messageId: target.id,
    ...(channel && channel.kind !== 'direct' ? { guildId: channel.guildId } : {}),
  };
}
