import { RestError, type Upload } from '../discord/rest.ts';
import { makeNonce } from '../discord/snowflake.ts';
import type { Channel, CustomEmoji, Message, User } from '../discord/types.ts';
import { emojiPath } from '../state/change-reactions.ts';
import type { OutgoingMessage } from '../state/world.ts';
import { type ClientCore, messagesPath, sentenceOf } from './core.ts';

/** A message as it was written. */
export interface WrittenMessage {
  content: string;
  files: readonly Upload[];
  replyTo: { message: Message; ping: boolean } | null;
}

/** What a person does with messages. */
export interface MessageActions {
  /** Shows the message at once, and sends it; one that fails stays, to be retried or discarded. */
  send: (channelId: string, message: WrittenMessage) => Promise<void>;
  retry: (nonce: string) => Promise<void>;
  discard: (nonce: string) => void;
  edit: (message: Message, content: string) => Promise<void>;
  remove: (message: Message) => Promise<void>;
  /** Sends a copy of a message to a channel. @returns that channel, undefined where it did not work */
  forward: (message: Message, channel: Channel) => Promise<Channel | undefined>;
  /** Hides an ephemeral message, which exists only on this person's screen. */
  dismiss: (message: Message) => void;
  react: (message: Message, emoji: CustomEmoji, on: boolean) => Promise<void>;
  listReactors: (message: Message, emoji: CustomEmoji) => Promise<readonly User[]>;
  pin: (message: Message, on: boolean) => Promise<void>;
  listPins: (channelId: string) => Promise<readonly Message[]>;
  vote: (message: Message, answerIds: readonly number[]) => Promise<void>;
  startTyping: (channelId: string) => void;
}

const TYPING_EVERY_MS = 8_000;

/** A message reference of this type is a copy and no reply. Source: Discord, "Message Reference Types". */
const FORWARD = 1;

/** How uploads are announced beside the files themselves. */
export const describeFiles = (files: readonly Upload[]): { attachments?: readonly object[] } =>
  files.length === 0 ? {} : { attachments: files.map((file, index) => ({ id: index, filename: file.name })) };

const bodyOf = (nonce: string, channelId: string, { content, files, replyTo }: WrittenMessage): object => ({
  content,
  nonce,
  ...describeFiles(files),
  ...(replyTo === null ? {} : { message_reference: { message_id: replyTo.message.id, channel_id: channelId } }),
  ...(replyTo === null || replyTo.ping
    ? {}
    : { allowed_mentions: { parse: ['users', 'roles', 'everyone'], replied_user: false } }),
});

const pathOf = (message: Message): string => `${messagesPath(message.channel_id)}/${message.id}`;

export const createMessageActions = ({ world, rest, now, change, learn, attempt }: ClientCore): MessageActions => {
  const unsent = new Map<string, WrittenMessage>();
  const lastTypingMs = new Map<string, number>();

  const changeOutgoing = (nonce: string, facts: Partial<OutgoingMessage>): void =>
    change((present) => ({
      ...present,
      outgoing: present.outgoing.map((entry) => (entry.nonce === nonce ? { ...entry, ...facts } : entry)),
    }));

  const post = async (nonce: string, channelId: string, message: WrittenMessage): Promise<void> => {
    try {
      const sent = await rest<Message>('POST', messagesPath(channelId), {
        body: bodyOf(nonce, channelId, message),
        files: message.files,
      });
      unsent.delete(nonce);
      // The socket brings it as well; whichever is first counts.
      learn('MESSAGE_CREATE', { ...sent, nonce });
    } catch (error) {
      changeOutgoing(nonce, { failure: sentenceOf(error) });
    }
  };

  const forget = (message: Message): void =>
    learn('MESSAGE_DELETE', { id: message.id, channel_id: message.channel_id });

  return {
    send: async (channelId, message) => {
      const nonce = makeNonce(now());
      unsent.set(nonce, message);
      lastTypingMs.delete(channelId);
      const outgoing = {
        nonce,
        channelId,
        content: message.content,
        fileNames: message.files.map((file) => file.name),
        failure: null,
      };
      change((present) => ({ ...present, outgoing: [...present.outgoing, outgoing] }));
      await post(nonce, channelId, message);
    },
    retry: async (nonce) => {
      const message = unsent.get(nonce);
      const outgoing = world.value.outgoing.find((entry) => entry.nonce === nonce);
      if (message === undefined || outgoing === undefined) return;
      changeOutgoing(nonce, { failure: null });
      await post(nonce, outgoing.channelId, message);
    },
    discard: (nonce) => {
      unsent.delete(nonce);
      change((present) => ({ ...present, outgoing: present.outgoing.filter((entry) => entry.nonce !== nonce) }));
    },
    edit: async (message, content) => {
      if (content !== message.content) await attempt(() => rest('PATCH', pathOf(message), { body: { content } }));
    },
    remove: async (message) => {
      await attempt(async () => {
        try {
          await rest('DELETE', pathOf(message));
        } catch (error) {
          // Somebody else was faster; that is what was wanted.
          if (!(error instanceof RestError && error.status === 404)) throw error;
          forget(message);
        }
      });
    },
    forward: (message, channel) =>
      attempt(async () => {
        await rest('POST', messagesPath(channel.id), {
          body: {
            nonce: makeNonce(now()),
            message_reference: { type: FORWARD, message_id: message.id, channel_id: message.channel_id },
          },
        });
        return channel;
      }),
    dismiss: forget,
    react: async (message, emoji, on) => {
      await attempt(() => rest(on ? 'PUT' : 'DELETE', `${pathOf(message)}/reactions/${emojiPath(emoji)}/@me`));
    },
    listReactors: async (message, emoji) =>
      (await attempt(() => rest<readonly User[]>('GET', `${pathOf(message)}/reactions/${emojiPath(emoji)}`))) ?? [],
    pin: async (message, on) => {
      await attempt(() => rest(on ? 'PUT' : 'DELETE', `${messagesPath(message.channel_id)}/pins/${message.id}`));
    },
    listPins: async (channelId) => {
      const pins = await attempt(() =>
        rest<{ items: readonly { message: Message }[] }>('GET', `${messagesPath(channelId)}/pins`),
      );
      return pins?.items.map((item) => item.message) ?? [];
    },
    vote: async (message, answerIds) => {
      await attempt(() =>
        rest('PUT', `/channels/${message.channel_id}/polls/${message.id}/answers/@me`, {
          body: { answer_ids: answerIds.map(String) },
        }),
      );
    },
    startTyping: (channelId) => {
      if (now() - (lastTypingMs.get(channelId) ?? 0) < TYPING_EVERY_MS) return;
      lastTypingMs.set(channelId, now());
      // Nobody needs to hear that typing could not be shown.
      rest('POST', `/channels/${channelId}/typing`).catch(() => undefined);
    },
  };
};
