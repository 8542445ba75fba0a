import {
  Bot,
  Copy,
  EyeOff,
  Forward,
  Hash,
  Link,
  MessageSquareText,
  Pencil,
  Pin,
  Reply,
  SmilePlus,
  Trash2,
  User,
} from 'lucide';
import { menuCommands } from '../commands/command-list.ts';
import { Icon } from '../components/icon.tsx';
import { hasFlag, isThreadType, MessageFlag, Permission } from '../discord/constants.ts';
import type { Channel, Message } from '../discord/types.ts';
import { isSystemMessage } from '../state/group-messages.ts';
import { messageLink } from '../state/message-link.ts';
import { can } from '../state/permissions.ts';
import { copyText } from './copy-text.ts';
import type { MenuItem, OpenMenu, Pane } from './pane.ts';

/** What the person may do with a message; the toolbar and the menu go by the same answers. */
export const messageRights = (
  pane: Pane,
  message: Message,
): {
  reply: boolean;
  forward: boolean;
  react: boolean;
  edit: boolean;
  remove: boolean;
  pin: boolean;
  thread: boolean;
} => {
  const world = pane.client.world.value;
  const channel = world.channels.get(message.channel_id);
  const isMine = message.author.id === world.me?.id && message.webhook_id === undefined;
  const isEphemeral = hasFlag(message.flags, MessageFlag.ephemeral);
  if (channel === undefined || isEphemeral) {
    return { reply: false, forward: false, react: false, edit: false, remove: false, pin: false, thread: false };
  }
  return {
    reply: !isSystemMessage(message) && can(world, channel, Permission.sendMessages),
    forward: !isSystemMessage(message) && message.poll === undefined,
    react: can(world, channel, Permission.addReactions),
    edit: isMine && !isSystemMessage(message),
    remove: isMine || (channel.guild_id !== undefined && can(world, channel, Permission.manageMessages)),
    pin: can(world, channel, Permission.pinMessages),
    thread:
      channel.guild_id !== undefined &&
      !isThreadType(channel.type) &&
      !hasFlag(message.flags, MessageFlag.hasThread) &&
      can(world, channel, Permission.createPublicThreads),
  };
};

export const startReply = (pane: Pane, message: Message): void => {
  pane.replyingTo.value = { message, ping: true };
  pane.focusComposer.current();
};

/** Opens a menu at once and fills its "Apps" as soon as the server has said what the apps offer here. */
export const openMenuWithApps = async (
  pane: Pane,
  menu: OpenMenu,
  itemsWith: (apps: readonly MenuItem[]) => readonly MenuItem[],
  { channel, type, targetId }: { channel: Channel; type: 2 | 3; targetId: string },
): Promise<void> => {
  pane.menu.value = menu;
  const index = await pane.client.listCommands(channel);
  if (pane.menu.value !== menu) return;
  const apps = menuCommands(index, type).map((command) => ({
    label: command.name,
    run: () => {
      void pane.client.runMenuCommand(channel, command, targetId);
    },
  }));
  const nothing = { label: `No app offers anything for ${type === 2 ? 'users' : 'messages'}`, isDisabled: true };
  pane.menu.value = { ...menu, items: itemsWith(apps.length === 0 ? [nothing] : apps) };
};

/** Opens the menu of a message where the mouse is, or beside the element that asked for it. */
export const openMessageMenu = (
  pane: Pane,
  message: Message,
  at: { x: number; y: number },
  opener: HTMLElement,
): void => {
  const channel = pane.client.world.value.channels.get(message.channel_id);
  if (channel === undefined) return;
  const rights = messageRights(pane, message);
  const isEphemeral = hasFlag(message.flags, MessageFlag.ephemeral);
  const itemsWith = (apps: readonly MenuItem[] | null): readonly MenuItem[] => [
    ...(rights.react
      ? [
          {
            label: 'Add reaction',
            icon: <Icon node={SmilePlus} size={18} />,
            run: () => {
              pane.emojiTarget.value = { message, opener };
            },
          },
        ]
      : []),
    ...(rights.edit
      ? [
          {
            label: 'Edit message',
            icon: <Icon node={Pencil} size={18} />,
            hint: 'E',
            run: () => {
              pane.editingId.value = message.id;
            },
          },
        ]
      : []),
    ...(rights.reply
      ? [{ label: 'Reply', icon: <Icon node={Reply} size={18} />, hint: 'R', run: () => startReply(pane, message) }]
      : []),
    ...(rights.forward
      ? [
          {
            label: 'Forward',
            icon: <Icon node={Forward} size={18} />,
            run: () => {
              pane.dialog.value = { kind: 'forward' as const, message };
            },
          },
        ]
      : []),
    ...(rights.thread
      ? [
          {
            label: 'Create thread',
            icon: <Icon node={MessageSquareText} size={18} />,
            run: () => {
              pane.dialog.value = { kind: 'thread' as const, message };
            },
          },
        ]
      : []),
    null,
    ...(message.webhook_id === undefined
      ? [
          {
            label: 'Profile',
            icon: <Icon node={User} size={18} />,
            run: () => {
              pane.userCard.value = { userId: message.author.id, ...at, opener };
            },
          },
        ]
      : []),
    ...(message.content === ''
      ? []
      : [{ label: 'Copy text', icon: <Icon node={Copy} size={18} />, run: () => copyText(message.content) }]),
    ...(rights.pin
      ? [
          {
            label: message.pinned === true ? 'Unpin message' : 'Pin message',
            icon: <Icon node={Pin} size={18} />,
            run: () => {
              void pane.client.pin(message, message.pinned !== true);
            },
          },
        ]
      : []),
    ...(isEphemeral
      ? []
      : [
          {
            label: 'Mark unread',
            icon: <Icon node={EyeOff} size={18} />,
            run: () => pane.client.markUnreadFrom(message),
          },
          {
            label: 'Apps',
            icon: <Icon node={Bot} size={18} />,
            items: apps ?? [{ label: 'Loading…', isDisabled: true }],
          },
          {
            label: 'Copy message link',
            icon: <Icon node={Link} size={18} />,
            run: () => copyText(messageLink(channel.guild_id, channel.id, message.id)),
          },
        ]),
    { label: 'Copy message ID', icon: <Icon node={Hash} size={18} />, run: () => copyText(message.id) },
    ...(isEphemeral
      ? [
          null,
          {
            label: 'Dismiss message',
            icon: <Icon node={Trash2} size={18} />,
            run: () => pane.client.dismiss(message),
          },
        ]
      : []),
    ...(rights.remove
      ? [
          null,
          {
            label: 'Delete message',
            icon: <Icon node={Trash2} size={18} />,
            isDangerous: true,
            run: () => {
              pane.dialog.value = { kind: 'delete' as const, message };
            },
          },
        ]
      : []),
  ];
  const menu = { ...at, label: 'Message', opener, items: itemsWith(null) };
  if (isEphemeral) pane.menu.value = menu;
  else void openMenuWithApps(pane, menu, itemsWith, { channel, type: 3, targetId: message.id });
};
