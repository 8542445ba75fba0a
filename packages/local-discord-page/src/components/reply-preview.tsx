import { CornerUpLeft, Image } from 'lucide';
import type { JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import { MessageType } from '../discord/constants.ts';
import type { Message } from '../discord/types.ts';
import { authorName, nameColor, userName } from '../state/names.ts';
import { previewText, wordlessText } from '../state/preview-text.ts';
import { AppTag, Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';

/** The line above a reply: who and what it answers. A press goes there. */
export const ReplyPreview = ({ message }: { message: Message }): JSX.Element | null => {
  const pane = usePane();
  const world = pane.client.world.value;
  const target = message.referenced_message;
  // A private answer to a button is a reply by its type, and names nothing that it replies to.
  if (message.message_reference === undefined) return null;
  if (target === null || target === undefined) {
    return (
      <div class="reply-preview">
        <span class="reply-gone">
          <Icon node={CornerUpLeft} size={12} />
        </span>
        <em>{target === null ? 'Original message was deleted' : 'Message could not be loaded'}</em>
      </div>
    );
  }
  const words = previewText(world, target);
  const isMention = message.mentions.some(({ id }) => id === target.author.id);
  const guildId = world.channels.get(target.channel_id)?.guild_id;
  const color = target.webhook_id === undefined ? nameColor(world, guildId, target.author.id) : undefined;
  return (
    <div class="reply-preview">
      <Avatar user={target.author} size={16} />
      {(target.author.bot === true || target.webhook_id !== undefined) && <AppTag />}
      <span class="reply-author" style={color === undefined ? undefined : { color }}>
        {isMention ? '@' : ''}
        {authorName(world, target)}
      </span>
      <button
        type="button"
        class="reply-words"
        aria-label={`Replying to ${authorName(world, target)}: ${words}. Go there`}
        onClick={() => void pane.jump(target.channel_id, target.id)}
      >
        {words === '' ? <em>{wordlessText(target)}</em> : words}
        {target.attachments.length > 0 && <Icon node={Image} size={14} />}
      </button>
    </div>
  );
};

/** The line above the answer to a command: who used which. */
export const CommandPreview = ({ message }: { message: Message }): JSX.Element | null => {
  const { interaction_metadata: metadata, interaction } = message;
  const user = metadata?.user ?? interaction?.user;
  const name = metadata?.name ?? metadata?.triggering_interaction_metadata?.name ?? interaction?.name;
  if (user === undefined || name === undefined) return null;
  return (
    <div class="reply-preview">
      <Avatar user={user} size={16} />
      <span class="reply-author">{userName(user)}</span>
      <span>
        used <span class="used-command">{message.type === MessageType.contextCommand ? name : `/${name}`}</span>
      </span>
    </div>
  );
};
