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
import { menuCommands } from '../commands/find-commands.ts';
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
            icon: SmilePlus,
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
            icon: Pencil,
            hint: 'E',
            run: () => {
              pane.editingId.value = message.id;
            },
          },
        ]
      : []),
    ...(rights.reply ? [{ label: 'Reply', icon: Reply, hint: 'R', run: () => startReply(pane, message) }] : []),
    ...(rights.forward
      ? [
          {
            label: 'Forward',
            icon: Forward,
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
            icon: MessageSquareText,
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
            icon: User,
            run: () => {
              pane.userCard.value = { userId: message.author.id, ...at, opener };
            },
          },
        ]
      : []),
    ...(message.content === '' ? [] : [{ label: 'Copy text', icon: Copy, run: () => copyText(message.content) }]),
    ...(rights.pin
      ? [
          {
            label: message.pinned === true ? 'Unpin message' : 'Pin message',
            icon: Pin,
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
            icon: EyeOff,
            run: () => pane.client.markUnreadFrom(message),
          },
          {
            label: 'Apps',
            icon: Bot,
            items: apps ?? [{ label: 'Loading…', isDisabled: true }],
          },
          {
            label: 'Copy message link',
            icon: Link,
            run: () => copyText(messageLink(channel.guild_id, channel.id, message.id)),
          },
        ]),
    { label: 'Copy message ID', icon: Hash, run: () => copyText(message.id) },
    ...(isEphemeral
      ? [
          null,
          {
            label: 'Dismiss message',
            icon: Trash2,
            run: () => pane.client.dismiss(message),
          },
        ]
      : []),
    ...(rights.remove
      ? [
          null,
          {
            label: 'Delete message',
            icon: Trash2,
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
