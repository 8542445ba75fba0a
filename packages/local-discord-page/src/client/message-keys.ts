import type { Channel } from '../discord/types.ts';
import { findMessage } from '../state/loaded-messages.ts';
import { messageRights, openMessageMenu, startReply } from './message-menu.ts';
import type { Pane } from './pane.ts';

const rowsOf = (list: HTMLElement): readonly HTMLElement[] => [
  ...list.querySelectorAll<HTMLElement>('li[data-message-id]'),
];

/** Where a key leads from this row, undefined when it leads nowhere. */
const rowAfter = (
  key: string,
  rows: readonly HTMLElement[],
  row: HTMLElement,
): HTMLElement | 'composer' | undefined => {
  const at = rows.indexOf(row);
  if (key === 'ArrowUp') return rows[Math.max(0, at - 1)];
  if (key === 'ArrowDown') return rows[at + 1] ?? 'composer';
  if (key === 'Home') return rows[0];
  return key === 'End' ? rows.at(-1) : undefined;
};

/** What a key does to the message that has the focus: the arrows walk, letters act, Enter opens its menu. */
export const handleMessageKey = (pane: Pane, channel: Channel, list: HTMLElement, event: KeyboardEvent): void => {
  const row = event.target;
  if (!(row instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const message = findMessage(pane.client.world.value.messages.get(channel.id), row.dataset['messageId'] ?? '');
  if (message === undefined) return;

  const rights = messageRights(pane, message);
  const next = rowAfter(event.key, rowsOf(list), row);
  if (next === 'composer') pane.focusComposer.current();
  else if (next !== undefined) next.focus();
  else if (event.key === 'r' && rights.reply) startReply(pane, message);
  else if (event.key === 'e' && rights.edit) pane.editingId.value = message.id;
  else if (event.key === '+' && rights.react) pane.emojiTarget.value = { message, opener: row };
  else if (event.key === 'Delete' && rights.remove) pane.dialog.value = { kind: 'delete', message };
  else if (event.key === 'Enter') {
    const { left, top } = row.getBoundingClientRect();
    openMessageMenu(pane, message, { x: left + 72, y: top + 8 }, row);
  } else return;
  event.preventDefault();
};
