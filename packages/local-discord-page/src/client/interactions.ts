import { type CommandDraft, draftLabel, toInteractionData } from '../commands/command-draft.ts';
import type { CommandIndex } from '../commands/find-commands.ts';
import { InteractionType } from '../discord/constants.ts';
import type { Upload } from '../discord/rest.ts';
import { makeNonce } from '../discord/snowflake.ts';
import type { Channel, Command, CommandChoice, Message, Modal } from '../discord/types.ts';
import type { PendingInteraction } from '../state/world.ts';
import { type ClientCore, sentenceOf } from './core.ts';

/** What a person asks of apps. What becomes of it comes over the socket. */
export interface Interactions {
  listCommands: (channel: Channel) => Promise<CommandIndex>;
  runCommand: (channel: Channel, draft: CommandDraft) => Promise<void>;
  /** A command of an app on a message or a user. */
  runMenuCommand: (channel: Channel, command: Command, targetId: string) => Promise<void>;
  /** @throws Error when the app suggests nothing in time */
  autocomplete: (channel: Channel, draft: CommandDraft, focused: string) => Promise<readonly CommandChoice[]>;
  pressComponent: (
    message: Message,
    component: { type: number; custom_id: string },
    values?: readonly string[],
  ) => Promise<void>;
  /** @returns a sentence about what went wrong, null when the app took it */
  submitModal: (modal: Modal, components: readonly unknown[], files: readonly Upload[]) => Promise<string | null>;
  /** Another form that was opened in the meantime stays. */
  closeModal: (modal: Modal) => void;
  /** Takes a failed one off the screen. */
  dismissInteraction: (nonce: string) => void;
  /** Tells whoever waits for it what became of an interaction. */
  hear: (event: string, data: InteractionOutcome) => void;
}

/** What the gateway says when an interaction was answered, or was not. */
export interface InteractionOutcome {
  nonce?: string | null;
  choices?: readonly CommandChoice[];
}

/** Longer than the server gives the app, so that its word comes first. */
const ANSWER_TIMEOUT_MS = 4_000;

const where = (channel: Channel | undefined, channelId: string): object => ({
  ...(channel?.guild_id === undefined ? {} : { guild_id: channel.guild_id }),
  channel_id: channelId,
});

export const createInteractions = ({ world, rest, now, sessionId, change, attempt }: ClientCore): Interactions => {
  const waiting = new Map<string, (event: string, outcome: InteractionOutcome) => void>();

  /** Starts an interaction and waits for what becomes of it; null when nothing was heard in time. @throws what `send` throws */
  const ask = async (
    nonce: string,
    send: () => Promise<unknown>,
  ): Promise<{ event: string; outcome: InteractionOutcome } | null> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const heard = new Promise<{ event: string; outcome: InteractionOutcome }>((resolve) => {
      waiting.set(nonce, (event, outcome) => resolve({ event, outcome }));
    });
    try {
      await send();
      const silence = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), ANSWER_TIMEOUT_MS);
      });
      return await Promise.race([heard, silence]);
    } finally {
      clearTimeout(timer);
      waiting.delete(nonce);
    }
  };

  const dismiss = (nonce: string): void =>
    change((present) => ({
      ...present,
      interactions: present.interactions.filter((entry) => entry.nonce !== nonce),
    }));

  /** Shows that something was asked, and asks it. A failed try at the same thing is gone with that. */
  const start = async (
    pending: Omit<PendingInteraction, 'nonce' | 'failure'>,
    body: object,
    files: readonly Upload[] = [],
  ): Promise<void> => {
    const nonce = makeNonce(now());
    change((present) => ({
      ...present,
      interactions: [
        ...present.interactions.filter((entry) => entry.messageId === null || entry.messageId !== pending.messageId),
        { ...pending, nonce, failure: null },
      ],
    }));
    try {
      await rest('POST', '/interactions', { body: { ...body, nonce, session_id: sessionId() }, files });
    } catch (error) {
      change((present) => ({
        ...present,
        interactions: present.interactions.map((entry) =>
          entry.nonce === nonce ? { ...entry, failure: sentenceOf(error) } : entry,
        ),
      }));
    }
  };

  return {
    listCommands: async (channel) => {
      const place = channel.guild_id === undefined ? `/channels/${channel.id}` : `/guilds/${channel.guild_id}`;
      const index = await attempt(() => rest<CommandIndex>('GET', `${place}/application-command-index`));
      return index ?? { applications: [], application_commands: [] };
    },
    runCommand: async (channel, draft) => {
      const { data, files } = toInteractionData(draft);
      await start(
        { kind: 'command', channelId: channel.id, label: draftLabel(draft), messageId: null },
        {
          type: InteractionType.command,
          application_id: draft.command.command.application_id,
          ...where(channel, channel.id),
          data,
        },
        files,
      );
    },
    runMenuCommand: async (channel, { id, name, type, version, application_id: applicationId }, targetId) => {
      await start(
        { kind: 'command', channelId: channel.id, label: name, messageId: null },
        {
          type: InteractionType.command,
          application_id: applicationId,
          ...where(channel, channel.id),
          data: { id, name, type, version, target_id: targetId, options: [], attachments: [] },
        },
      );
    },
    autocomplete: async (channel, draft, focused) => {
      const nonce = makeNonce(now());
      const answer = await ask(nonce, () =>
        rest('POST', '/interactions', {
          body: {
            type: InteractionType.autocomplete,
            application_id: draft.command.command.application_id,
            ...where(channel, channel.id),
            session_id: sessionId(),
            nonce,
            data: toInteractionData(draft, focused).data,
          },
        }),
      );
      const choices = answer?.outcome.choices;
      if (choices === undefined) throw new Error('Loading options failed');
      return choices;
    },
    pressComponent: async (message, component, values) => {
      await start(
        { kind: 'component', channelId: message.channel_id, label: component.custom_id, messageId: message.id },
        {
          type: InteractionType.component,
          application_id: message.application_id ?? message.author.id,
          ...where(world.value.channels.get(message.channel_id), message.channel_id),
          message_id: message.id,
          message_flags: message.flags ?? 0,
          data: {
            component_type: component.type,
            custom_id: component.custom_id,
            ...(values === undefined ? {} : { type: component.type, values }),
          },
        },
      );
    },
    submitModal: async (modal, components, files) => {
      const nonce = makeNonce(now());
      try {
        const answer = await ask(nonce, () =>
          rest('POST', '/interactions', {
            body: {
              type: InteractionType.modal,
              application_id: modal.application.id,
              ...where(world.value.channels.get(modal.channel_id), modal.channel_id),
              session_id: sessionId(),
              nonce,
              data: {
                id: modal.id,
                custom_id: modal.custom_id,
                components,
                attachments: files.map((file, index) => ({ id: String(index), filename: file.name })),
              },
            },
            files,
          }),
        );
        return answer?.event === 'INTERACTION_SUCCESS' ? null : 'Something went wrong. Try again.';
      } catch (error) {
        return sentenceOf(error);
      }
    },
    closeModal: ({ id }) => change((present) => (present.modal?.id === id ? { ...present, modal: null } : present)),
    dismissInteraction: dismiss,
    hear: (event, outcome) => waiting.get(String(outcome.nonce))?.(event, outcome),
  };
};
