import type { Author, Channel, Message } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** Everything that was said in a world, channel by channel, as text: what to print when a test fails. */
export function transcribe(world: World): string {
  const spoken = [...world.channels.values()].filter((channel) => channel.messages.size > 0);
  const parts = spoken.map((channel) => {
    const lines = [...channel.messages].map((message) => line(world, message));
    return [`# ${nameOf(world, channel)}`, ...lines].join('\n');
  });
  const ephemerals = [...world.ephemerals.values()].map((message) => {
    const reader = world.users.get(message.ephemeral?.userId ?? '')?.username ?? 'somebody';
    return `${line(world, message)} (only ${reader} sees this)`;
  });
  if (ephemerals.length > 0) parts.push(['# ephemeral', ...ephemerals].join('\n'));
  return parts.length > 0 ? `${parts.join('\n\n')}\n` : 'Nobody has said anything.\n';
}

function line(world: World, message: Message): string {
  const time = new Date(message.sentAtMs).toISOString().slice(11, 23);
  const marks = [
    message.reference ? `re ${message.reference.messageId}` : '',
    message.editedAtMs === null ? '' : 'edited',
    message.embeds.length > 0 ? `${message.embeds.length} embeds` : '',
    message.attachments.length > 0 ? `files ${message.attachments.map(({ filename }) => filename).join(', ')}` : '',
    message.components.length > 0 ? `${message.components.length} components` : '',
  ].filter(Boolean);
  const notes = marks.length > 0 ? ` [${marks.join('; ')}]` : '';
  return `${time} ${message.id} ${speaker(world, message.author)}: ${message.content}${notes}`;
}

function speaker(world: World, author: Author): string {
  return author.kind === 'webhook'
    ? `${author.username} (webhook)`
    : (world.users.get(author.userId)?.username ?? author.userId);
}

function nameOf(world: World, channel: Channel): string {
  if (channel.kind === 'direct') {
    if (channel.group?.name) return `group: ${channel.group.name}`;
    return `direct: ${channel.recipientIds.map((id) => world.users.get(id)?.username ?? id).join(' and ')}`;
  }
  const parent = channel.kind === 'thread' ? world.channels.get(channel.parentId) : undefined;
  return parent?.kind === 'guild' ? `${parent.name} / ${channel.name}` : channel.name;
}
