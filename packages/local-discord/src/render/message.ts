import { type APIMessage, ChannelType, MessageFlags, MessageReferenceType, MessageType } from 'discord-api-types/v10';
import type { InteractionSource, Message, MessageSnapshot } from '../world/types.ts';
import { guildIdOf, type Viewer, type World } from '../world/world.ts';
import { isShownInEmbed, resolveAttached } from './attached.ts';
import { renderAttachment } from './attachment.ts';
import { renderThread } from './channel.ts';
import { renderPartialMember } from './member.ts';
import { renderPoll } from './poll.ts';
import { isoTime, isoTimeOrNull } from './time.ts';
import { renderAuthor, renderUserById } from './user.ts';

/** Discord's words for a message, as the typed package has them, plus the few keys it lacks. */
export type RenderedMessage = APIMessage & Record<string, unknown>;

/**
 * A message as this viewer may see it.
 * Without the content intent, content, embeds, attachments and components are empty and a poll is left out, except in
 * the bot's own messages, direct messages and messages that mention it.
 */
export function renderMessage(world: World, message: Message, viewer: Viewer): RenderedMessage {
  return { ...renderAlone(world, message, viewer), ...renderReferenced(world, message, viewer) };
}

/** A message without the one it refers to: what stands inside another message. */
function renderAlone(world: World, message: Message, viewer: Viewer): RenderedMessage {
  const readable = mayRead(world, message, viewer);
  const rendered: Record<string, unknown> = {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: renderAuthor(world, message.author),
    content: readable ? message.content : '',
    timestamp: isoTime(message.sentAtMs),
    edited_timestamp: isoTimeOrNull(message.editedAtMs),
    tts: message.tts,
    mention_everyone: message.mentionEveryone,
    mentions: renderMentions(world, message),
    mention_roles: [...message.mentionRoleIds],
    attachments: readable
      ? message.attachments
          .filter((each) => !isShownInEmbed(message, each))
          .map((each) => renderAttachment(world, message.channelId, each))
      : [],
    embeds: readable ? resolveAttached(world, message, message.embeds) : [],
    components: readable ? resolveAttached(world, message, message.components) : [],
    pinned: message.pinnedAtMs !== null,
    flags: message.flags | (message.hasThread ? MessageFlags.HasThread : 0),
  };
  if (message.author.kind === 'webhook') rendered['webhook_id'] = message.author.webhookId;
  if (message.interaction) rendered['webhook_id'] = message.applicationId;
  if (message.applicationId !== undefined) rendered['application_id'] = message.applicationId;
  // Only its author is given the nonce back.
  if (message.nonce !== undefined && isBy(message, viewer)) rendered['nonce'] = message.nonce;
  if (message.reactions.length > 0) rendered['reactions'] = renderReactions(message, viewer);
  if (message.stickerIds.length > 0) rendered['sticker_items'] = renderStickerItems(world, message.stickerIds);
  if (message.poll && readable) rendered['poll'] = renderPoll(message.poll, viewer.userId);
  if (message.interaction) rendered['interaction_metadata'] = renderSource(world, message.interaction);
  if (message.interaction?.commandName !== undefined) {
    // The older form, which clients still read.
    const { id, type, commandName, userId } = message.interaction;
    rendered['interaction'] = { id, type, name: commandName, user: renderUserById(world, userId) };
  }
  if (message.snapshot) {
    rendered['message_snapshots'] = [{ message: renderSnapshot(world, message.snapshot, readable) }];
  }
  if (message.reference) {
    const { type, channelId, messageId, guildId } = message.reference;
    rendered['message_reference'] = {
      type,
      channel_id: channelId,
      ...(messageId === undefined ? {} : { message_id: messageId }),
      ...(guildId === undefined ? {} : { guild_id: guildId }),
    };
  }
  const thread = message.hasThread ? world.channels.get(message.id) : undefined;
  if (thread?.kind === 'thread') rendered['thread'] = renderThread(thread);
  if (message.position !== undefined) rendered['position'] = message.position;
  return rendered as RenderedMessage;
}

/** `referenced_message`: null says that it was deleted, absence that there is none to show. */
function renderReferenced(world: World, message: Message, viewer: Viewer): { referenced_message?: APIMessage | null } {
  const { reference } = message;
  const shows = message.type === MessageType.Reply || message.type === MessageType.ThreadStarterMessage;
  if (!shows || reference?.messageId === undefined || reference.type !== MessageReferenceType.Default) return {};
  const referenced =
    world.channels.get(reference.channelId)?.messages.get(reference.messageId) ??
    world.ephemerals.get(reference.messageId);
  return { referenced_message: referenced ? renderAlone(world, referenced, viewer) : null };
}

function isBy({ author }: Message, viewer: Viewer): boolean {
  return author.kind === 'user' && author.userId === viewer.userId;
}

function mayRead(world: World, message: Message, viewer: Viewer): boolean {
  if (viewer.mayReadContent) return true;
  if (message.applicationId === viewer.userId) return true;
  if (isBy(message, viewer)) return true;
  if (message.mentionUserIds.includes(viewer.userId)) return true;
  return world.channels.get(message.channelId)?.type === ChannelType.DM;
}

/** What MESSAGE_CREATE and MESSAGE_UPDATE carry beyond the message itself. */
export function renderMessageEvent(world: World, message: Message, viewer: Viewer): object {
  const channel = world.channels.get(message.channelId);
  const rendered = renderMessage(world, message, viewer);
  if (!channel) return rendered;
  const data: Record<string, unknown> = { ...rendered, channel_type: channel.type };
  if (channel.kind === 'direct' || message.ephemeral !== undefined) return data;

  Object.assign(data, guildIdOf(channel));
  const guild = world.guilds.get(channel.guildId);
  const member = message.author.kind === 'user' ? guild?.members.get(message.author.userId) : undefined;
  if (member) data['member'] = renderPartialMember(member);
  data['mentions'] = message.mentionUserIds.map((userId) => {
    const mentioned = guild?.members.get(userId);
    return { ...renderUserById(world, userId), ...(mentioned ? { member: renderPartialMember(mentioned) } : {}) };
  });
  return data;
}

function renderMentions(world: World, message: Message): APIMessage['mentions'] {
  return message.mentionUserIds.map((userId) => renderUserById(world, userId));
}

function renderReactions(message: Message, viewer: Viewer): object[] {
  return message.reactions.map(({ emoji, userIds }) => ({
    emoji: { id: emoji.id, name: emoji.name, ...(emoji.animated ? { animated: true } : {}) },
    count: userIds.size,
    count_details: { burst: 0, normal: userIds.size },
    burst_colors: [],
    me: userIds.has(viewer.userId),
    me_burst: false,
  }));
}

function renderStickerItems(world: World, stickerIds: readonly string[]): object[] {
  const known = [...world.guilds.values()].flatMap((guild) => [...guild.stickers.values()]);
  return stickerIds.flatMap((id) => {
    const sticker = known.find((each) => each.id === id);
    return sticker ? [{ id, name: sticker.name, format_type: sticker.formatType }] : [];
  });
}

function renderSnapshot(world: World, snapshot: MessageSnapshot, readable: boolean): object {
  return {
    type: snapshot.type,
    content: readable ? snapshot.content : '',
    mentions: snapshot.mentionUserIds.map((userId) => renderUserById(world, userId)),
    mention_roles: [...snapshot.mentionRoleIds],
    attachments: readable
      ? snapshot.attachments.map((each) => renderAttachment(world, snapshot.sourceChannelId, each))
      : [],
    embeds: readable ? snapshot.embeds : [],
    components: readable ? snapshot.components : [],
    timestamp: isoTime(snapshot.sentAtMs),
    edited_timestamp: isoTimeOrNull(snapshot.editedAtMs),
    flags: snapshot.flags,
    ...(snapshot.stickerIds.length > 0 ? { sticker_items: renderStickerItems(world, snapshot.stickerIds) } : {}),
  };
}

/** `interaction_metadata` of a message that answers an interaction. */
function renderSource(world: World, source: InteractionSource): object {
  return {
    id: source.id,
    type: source.type,
    user: renderUserById(world, source.userId),
    authorizing_integration_owners: source.owners,
    ...(source.commandName === undefined ? {} : { name: source.commandName, command_type: source.commandType }),
    ...(source.originalResponseMessageId === undefined
      ? {}
      : { original_response_message_id: source.originalResponseMessageId }),
    ...(source.interactedMessageId === undefined ? {} : { interacted_message_id: source.interactedMessageId }),
    ...(source.targetUserId === undefined ? {} : { target_user: renderUserById(world, source.targetUserId) }),
    ...(source.targetMessageId === undefined ? {} : { target_message_id: source.targetMessageId }),
    ...(source.triggering ? { triggering_interaction_metadata: renderSource(world, source.triggering) } : {}),
  };
}
