import type { Snowflake } from './snowflake.ts';
import type { Channel, Message } from './types.ts';
import type { World } from './world.ts';

/** What an existing message may be changed to; its id, author and place stay. */
type Changeable = Omit<Message, 'id' | 'channelId' | 'author' | 'sentAtMs' | 'ephemeral'>;

/** Puts a message into its channel. */
export function addMessage(world: World, channel: Channel, message: Message): void {
  channel.messages.add(message);
  note(world, channel.id, message.id);
}

/**
 * The only way a message changes once it exists: types keep its parts from being written anywhere else, so the state
 * file hears of every change. Parts are replaced, never changed inside.
 */
export function changeMessage(world: World, message: Message, change: Partial<Changeable>): void {
  Object.assign(message, change);
  if (!message.ephemeral) note(world, message.channelId, message.id);
}

/** Takes a message out of its channel. @returns undefined when it is not there */
export function dropMessage(world: World, channel: Channel, id: Snowflake): Message | undefined {
  const dropped = channel.messages.remove(id);
  if (dropped) note(world, channel.id, id);
  return dropped;
}

function note({ unsaved }: World, channelId: Snowflake, messageId: Snowflake): void {
  if (!unsaved) return;
  const ids = unsaved.messages.get(channelId);
  if (ids) ids.add(messageId);
  else unsaved.messages.set(channelId, new Set([messageId]));
}
