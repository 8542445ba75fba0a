import { hasFlag, MessageFlag, MessageType } from '../discord/constants.ts';
import { isNewer, timeOf } from '../discord/snowflake.ts';
import type { Message } from '../discord/types.ts';

/** Messages of one author within this time stand under one name, as in Discord's client. */
const GROUP_WINDOW_MS = 7 * 60_000;

export type Row =
  | { kind: 'day'; key: string; timeMs: number }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: Message; startsGroup: boolean };

const CONVERSATIONAL: ReadonlySet<number> = new Set([
  MessageType.default,
  MessageType.reply,
  MessageType.chatCommand,
  MessageType.contextCommand,
]);

/** A line that says that something happened, and not something that a person or app said. */
export const isSystemMessage = (message: Message): boolean => !CONVERSATIONAL.has(message.type);

const speaker = (message: Message): string =>
  message.webhook_id === undefined
    ? message.author.id
    : [message.webhook_id, message.author.username, message.author.avatar ?? ''].join('\n');

const isSameDay = (aMs: number, bMs: number): boolean => new Date(aMs).toDateString() === new Date(bMs).toDateString();

const continuesGroup = (before: Message, message: Message): boolean =>
  message.type === MessageType.default &&
  !isSystemMessage(before) &&
  speaker(before) === speaker(message) &&
  hasFlag(before.flags, MessageFlag.ephemeral) === hasFlag(message.flags, MessageFlag.ephemeral) &&
  timeOf(message.id) - timeOf(before.id) < GROUP_WINDOW_MS;

/**
 * The lines of a channel: its messages grouped by who speaks, the turn of each day,
 * and where the unread ones begin. `unreadAfterId` null marks nothing as new.
 */
export const groupMessages = (
  messages: readonly Message[],
  unreadAfterId: string | null,
  myId: string | undefined,
): readonly Row[] => {
  const rows: Row[] = [];
  let before: Message | undefined;
  let isMarked = unreadAfterId === null;
  for (const message of messages) {
    const timeMs = timeOf(message.id);
    const isNewDay = before === undefined || !isSameDay(timeOf(before.id), timeMs);
    const startsNew = !isMarked && isNewer(message.id, unreadAfterId) && message.author.id !== myId;
    if (isNewDay) rows.push({ kind: 'day', key: `day-${message.id}`, timeMs });
    if (startsNew) {
      rows.push({ kind: 'new', key: 'new' });
      isMarked = true;
    }
    const startsGroup = isNewDay || startsNew || before === undefined || !continuesGroup(before, message);
    rows.push({ kind: 'message', key: message.id, message, startsGroup });
    before = message;
  }
  return rows;
};
