import type { Channel, User } from '../discord/types.ts';
import { userName } from '../state/names.ts';
import { copyText } from './copy-text.ts';
import { openMenuWithApps } from './message-menu.ts';
import type { MenuItem, Pane } from './pane.ts';

/** Opens the menu of a user where the mouse is, or beside the element that asked for it. */
export const openUserMenu = (
  pane: Pane,
  channel: Channel,
  user: User,
  at: { x: number; y: number },
  opener: HTMLElement,
): void => {
  const isMe = user.id === pane.client.world.value.me?.id;
  const itemsWith = (apps: readonly MenuItem[] | null): readonly MenuItem[] => [
    {
      label: 'Profile',
      run: () => {
        pane.userCard.value = { userId: user.id, ...at, opener };
      },
    },
    ...(isMe
      ? []
      : [
          {
            label: 'Message',
            run: () => {
              void pane.goOnceMade(pane.client.openDm(user.id));
            },
          },
        ]),
    null,
    { label: 'Apps', items: apps ?? [{ label: 'Loading…', isDisabled: true }] },
    null,
    { label: 'Copy user ID', run: () => copyText(user.id) },
  ];
  void openMenuWithApps(pane, { ...at, label: userName(user), opener, items: itemsWith(null) }, itemsWith, {
    channel,
    type: 2,
    targetId: user.id,
  });
};
