import type { MessageType } from 'discord-api-types/v10';
import { renderThread } from '../render/channel.ts';
import { renderMessageEvent } from '../render/message.ts';
import { makeMessage } from '../world/make.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Author, Channel, Message, Thread } from '../world/types.ts';
import { type Audience, emit, inChannel, type World } from '../world/world.ts';
import { addMessage, changeMessage } from '../world/write-message.ts';
import { endTyping } from './typing.ts';

/** A message of this moment that says nothing yet. */
export function blankMessage(
  world: World,
  channel: Channel,
  author: Author,
  type: MessageType,
  id: Snowflake = world.newId(),
): Message {
  return makeMessage(id, channel.id, author, type, world.clock.now());
}

/** Puts a message at the end of its channel and tells everyone who can see it. */
export function publishMessage(world: World, channel: Channel, message: Message): void {
  addMessage(world, channel, message);
  channel.lastMessageId = message.id;
  if (channel.kind === 'thread') countInThread(world, channel, message);
  if (message.author.kind === 'user') endTyping(world, channel.id, message.author.userId);
  // A webhook's message ends the typing of the application that owns it: nothing more is being written.
  const botId = message.applicationId && world.applications.get(message.applicationId)?.botUserId;
  if (botId !== undefined) endTyping(world, channel.id, botId);
  emit(world, 'MESSAGE_CREATE', inChannel(channel), (viewer) => renderMessageEvent(world, message, viewer));
}

function countInThread(world: World, thread: Thread, message: Message): void {
  thread.activeAtMs = message.sentAtMs;
  changeMessage(world, message, { position: thread.messageCount });
  if (message.id !== thread.id) {
    thread.messageCount += 1;
    thread.totalMessageSent += 1;
  }
  if (!thread.archived) return;
  // Sending into an archived thread opens it again.
  thread.archived = false;
  thread.archiveChangedAtMs = world.clock.now();
  emit(world, 'THREAD_UPDATE', inChannel(thread), (viewer) => renderThread(thread, viewer.userId));
}

/** Tells everyone who sees a message that it changed. */
export function announceUpdate(world: World, message: Message): void {
  emit(world, 'MESSAGE_UPDATE', audienceOf(message), (viewer) => ({
    ...renderMessageEvent(world, message, viewer),
    tts: false,
  }));
}

/** Who sees a message: its channel, or the one person an ephemeral message is for. */
export function audienceOf(message: Message): Audience {
  return message.ephemeral ? { to: 'user', ...message.ephemeral } : { to: 'channel', channelId: message.channelId };
}
