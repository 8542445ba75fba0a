import type { Log } from '@tzurot/platform';
import {
  type ChatInputCommandInteraction,
  type ContextMenuCommandInteraction,
  type Message,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import { privately, toMessage, type View } from '../ui/view.ts';
import { describeFailure, isExpiredToken, isGoneMessage } from './discord-failure.ts';

export type AnswerableInteraction =
  | ChatInputCommandInteraction
  | ContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction;

export interface Responder {
  readonly respond: (view: View) => Promise<Message>;
  readonly notify: (view: View) => Promise<void>;
  /** Says privately why there is no answer; whatever was promised to the channel is taken back. */
  readonly refuse: (view: View) => Promise<void>;
}

/**
 * Answers an acknowledged interaction. When its token has run out, the answer goes to the channel if it was meant
 * for everybody there, else to the person's direct messages.
 */
export function createResponder(interaction: AnswerableInteraction, isPublic: boolean, log: Log): Responder {
  async function sendLate(view: View): Promise<Message> {
    log.info('interaction token ran out, answering by message');
    const { channel } = interaction;
    const message = { ...toMessage(view), enforceNonce: true };
    return isPublic && channel?.isSendable() ? channel.send(message) : interaction.user.send(message);
  }

  async function respond(view: View): Promise<Message> {
    try {
      // Files of what stood there before go with it.
      return await interaction.editReply({ ...toMessage(view), attachments: [] });
    } catch (error) {
      if (isGoneMessage(error) && !isPublic) return interaction.followUp(privately(view));
      if (isExpiredToken(error)) return sendLate(view);
      throw error;
    }
  }

  async function notify(view: View): Promise<void> {
    try {
      await interaction.followUp(privately(view));
    } catch (error) {
      if (!isExpiredToken(error)) throw error;
      await interaction.user.send({ ...toMessage(view), enforceNonce: true });
    }
  }

  async function refuse(view: View): Promise<void> {
    if (!isPublic) {
      await respond(view);
      return;
    }
    // A promise made to everybody cannot be answered privately, so it is withdrawn first.
    await interaction.deleteReply().catch((error: unknown) => {
      log.debug({ failure: describeFailure(error) }, 'loading message was not removed');
    });
    await notify(view);
  }

  return { respond, notify, refuse };
}
