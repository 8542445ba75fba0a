import { MessageType } from '../discord/constants.ts';
import type { Message } from '../discord/types.ts';

/** A line about something that happened, behind the author's name. */
export const systemText = (message: Message): string => {
  switch (message.type) {
    case MessageType.recipientAdd:
      return 'added someone to the group.';
    case MessageType.channelNameChange:
      return `changed the name to ${message.content}.`;
    case MessageType.pinned:
      return 'pinned a message to this channel.';
    case MessageType.join:
      return 'joined the server.';
    case MessageType.threadCreated:
      return `started a thread: ${message.content}`;
    case MessageType.threadStarter:
      return 'started this thread from a message.';
    case MessageType.autoModeration:
      return 'had a message blocked by AutoMod.';
    case MessageType.pollResult:
      return 'closed a poll.';
    default:
      return message.content === '' ? 'did something this page does not know.' : message.content;
  }
};
