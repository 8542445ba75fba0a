import { hasFlag, MessageFlag } from '../discord/constants.ts';
import type { Message } from '../discord/types.ts';
import { withUsers } from '../state/known-places.ts';
import { appendPage, findMessage, listAround, PAGE_SIZE, prependPage, startList } from '../state/loaded-messages.ts';
import { type MessageList, withEntry } from '../state/world.ts';
import { type ClientCore, messagesPath } from './core.ts';

/** What was said in a channel, page by page, and how far it was read. */
export interface History {
  loadNewest: (channelId: string) => Promise<void>;
  loadOlder: (channelId: string) => Promise<void>;
  loadNewer: (channelId: string) => Promise<void>;
  /** Loads the history around a message that is not loaded, in place of what is. */
  loadAround: (channelId: string, messageId: string) => Promise<void>;
  /** Everything in the channel has been seen. */
  markRead: (channelId: string) => void;
  /** This message and what follows has not. */
  markUnreadFrom: (message: Message) => void;
  /** For somebody who comes here for the first time nothing counts as unread. */
  readEverythingOnce: () => Promise<void>;
  /** Forgets what the server was told, because it may have forgotten as well. */
  startAnew: () => void;
}

export const createHistory = ({ world, rest, change, learn, attempt, isConnected }: ClientCore): History => {
  const running = new Map<string, Promise<void>>();
  /** By channel: up to where the server knows that this person has read. */
  const acknowledged = new Map<string, string>();

  const loadPage = async (
    channelId: string,
    query: Record<string, string>,
    place: (present: MessageList | undefined, page: readonly Message[]) => MessageList | undefined,
  ): Promise<void> => {
    const page = await rest<readonly Message[]>('GET', messagesPath(channelId), {
      query: { limit: PAGE_SIZE, ...query },
    });
    change((present) => {
      const list = place(present.messages.get(channelId), page);
      const authors = page.filter((message) => message.webhook_id === undefined).map((message) => message.author);
      const next = withUsers(present, [...authors, ...page.flatMap((message) => message.mentions)]);
      return list === undefined ? next : { ...next, messages: withEntry(next.messages, channelId, list) };
    });
  };

  /** The same page is not asked for twice at once. */
  const load = async (...page: Parameters<typeof loadPage>): Promise<void> => {
    const key = `${page[0]} ${JSON.stringify(page[1])}`;
    const known = running.get(key);
    if (known !== undefined) return known;
    const started = attempt(() => loadPage(...page)).then(() => undefined);
    running.set(key, started);
    await started;
    running.delete(key);
    return undefined;
  };

  const acknowledge = async (channelId: string, messageId: string, isManual = false): Promise<void> => {
    // What is read while nobody hears of it is marked when the connection is back.
    if (!isConnected()) return;
    acknowledged.set(channelId, messageId);
    await attempt(() =>
      rest('POST', `${messagesPath(channelId)}/${messageId}/ack`, {
        body: { token: null, ...(isManual ? { manual: true } : {}) },
      }),
    );
  };

  return {
    loadNewest: (channelId) => load(channelId, {}, startList),
    loadOlder: async (channelId) => {
      const list = world.value.messages.get(channelId);
      // Ephemeral messages are not part of the history that the server pages through.
      const first = list?.items.find((message) => !hasFlag(message.flags, MessageFlag.ephemeral));
      if (list?.hasOlder !== true || first === undefined) return;
      await load(channelId, { before: first.id }, (present, page) => present && prependPage(present, page));
    },
    loadNewer: async (channelId) => {
      const list = world.value.messages.get(channelId);
      const last = list?.items.at(-1);
      if (list?.hasNewer !== true || last === undefined) return;
      const newestId = (): string | null => world.value.channels.get(channelId)?.last_message_id ?? null;
      const newestBefore = newestId();
      await load(
        channelId,
        { after: last.id },
        (present, page) => present && appendPage(present, page, newestId() === newestBefore ? null : newestId()),
      );
    },
    loadAround: async (channelId, messageId) => {
      if (findMessage(world.value.messages.get(channelId), messageId) !== undefined) return;
      await load(channelId, { around: messageId }, (_present, page) =>
        listAround(page, world.value.channels.get(channelId)?.last_message_id),
      );
    },
    markRead: (channelId) => {
      const lastId = world.value.channels.get(channelId)?.last_message_id;
      if (typeof lastId !== 'string' || acknowledged.get(channelId) === lastId) return;
      // The mark is gone before the answer comes.
      learn('MESSAGE_ACK', { channel_id: channelId, message_id: lastId });
      void acknowledge(channelId, lastId);
    },
    markUnreadFrom: (message) => {
      const beforeId = (BigInt(message.id) - 1n).toString();
      learn('MESSAGE_ACK', { channel_id: message.channel_id, message_id: beforeId, manual: true });
      void acknowledge(message.channel_id, beforeId, true);
    },
    readEverythingOnce: async () => {
      if (world.value.reads.size > 0) return;
      const ends = [...world.value.channels.values()].flatMap(({ id, last_message_id: lastId }) =>
        typeof lastId === 'string' ? [{ channel_id: id, message_id: lastId }] : [],
      );
      for (const end of ends) learn('MESSAGE_ACK', end);
      for (const end of ends) await acknowledge(end.channel_id, end.message_id);
    },
    startAnew: () => acknowledged.clear(),
  };
};
