import {
  ApplicationCommandType,
  InteractionType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  PermissionFlagsBits as Permission,
  InteractionResponseType as Response,
} from 'discord-api-types/v10';
import { apiError, formError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import type { CallbackForm } from '../forms/callback.ts';
import type { AnswerForm } from '../forms/message.ts';
import { storeModalComponents } from '../forms/store-components.ts';
import { editMessage } from '../messages/edit.ts';
import { messageFlags, requireSomething, sendMessage } from '../messages/send.ts';
import { renderUserById } from '../render/user.ts';
import { permissionsIn } from '../world/permissions.ts';
import type { Channel, Message } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { tellInvoker } from './tell-invoker.ts';
import { type Interaction, isOnlyUserInstall } from './types.ts';

/** Which answers each kind of interaction takes. */
const fitting: Readonly<Record<number, readonly Response[]>> = {
  [InteractionType.ApplicationCommand]: [
    Response.ChannelMessageWithSource,
    Response.DeferredChannelMessageWithSource,
    Response.Modal,
  ],
  [InteractionType.MessageComponent]: [
    Response.ChannelMessageWithSource,
    Response.DeferredChannelMessageWithSource,
    Response.DeferredMessageUpdate,
    Response.UpdateMessage,
    Response.Modal,
  ],
  [InteractionType.ApplicationCommandAutocomplete]: [Response.ApplicationCommandAutocompleteResult],
  [InteractionType.ModalSubmit]: [
    Response.ChannelMessageWithSource,
    Response.DeferredChannelMessageWithSource,
    Response.DeferredMessageUpdate,
    Response.UpdateMessage,
  ],
};

/**
 * The application's first answer.
 * @returns the message that was made or changed, if any
 * @throws ApiError 10062 when three seconds have passed, 40060 when it was answered already, 50035
 */
export function respond(
  world: World,
  interaction: Interaction,
  form: CallbackForm,
  files: readonly UploadedFile[],
): Message | undefined {
  if (interaction.state === 'failed') throw apiError('unknownInteraction');
  if (interaction.state !== 'open') throw apiError('alreadyAcknowledged');
  checkFits(interaction, form);
  const message = act(world, interaction, form, files);
  interaction.cancelDeadline();
  if (interaction.state === 'open') interaction.state = 'answered';
  return message;
}

function checkFits(interaction: Interaction, { type }: CallbackForm): void {
  const updates = type === Response.DeferredMessageUpdate || type === Response.UpdateMessage;
  const fits = fitting[interaction.type]?.includes(type) ?? false;
  if (fits && !(updates && !interaction.message)) return;
  throw formError({
    path: ['type'],
    code: 'INTERACTION_CALLBACK_TYPE_INVALID',
    message: `An interaction of type ${interaction.type} cannot be answered with type ${type}.`,
  });
}

function act(
  world: World,
  interaction: Interaction,
  form: CallbackForm,
  files: readonly UploadedFile[],
): Message | undefined {
  switch (form.type) {
    case Response.ChannelMessageWithSource: {
      requireSomething(form.data, files);
      const message = say(world, interaction, form.data, files, 0);
      interaction.originalMessageId = message.id;
      tellInvoker(world, interaction, 'INTERACTION_SUCCESS', {});
      return message;
    }
    case Response.DeferredChannelMessageWithSource: {
      const flags = (form.data?.flags ?? 0) & MessageFlags.Ephemeral;
      const message = say(world, interaction, { flags }, [], MessageFlags.Loading);
      interaction.originalMessageId = message.id;
      interaction.state = 'deferred';
      tellInvoker(world, interaction, 'INTERACTION_SUCCESS', {});
      return message;
    }
    case Response.DeferredMessageUpdate:
      interaction.originalMessageId = interaction.message?.id;
      tellInvoker(world, interaction, 'INTERACTION_SUCCESS', {});
      return interaction.message;
    case Response.UpdateMessage: {
      const message = requireMessageOf(world, interaction);
      editMessage(world, message, {
        form: form.data ?? {},
        files,
        mentions: { onlyUsersByDefault: true, permissions: botPermissions(world, interaction) },
      });
      interaction.originalMessageId = message.id;
      tellInvoker(world, interaction, 'INTERACTION_SUCCESS', {});
      return message;
    }
    case Response.ApplicationCommandAutocompleteResult:
      tellInvoker(world, interaction, 'APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE', { choices: form.data.choices });
      return undefined;
    case Response.Modal:
      openModal(world, interaction, form.data);
      return undefined;
    case Response.Pong:
      return undefined;
  }
}

/** The message a component sits on, if it is still there. */
function requireMessageOf(world: World, { message }: Interaction): Message {
  const isThere =
    message !== undefined &&
    (world.ephemerals.has(message.id) || world.channels.get(message.channelId)?.messages.get(message.id) !== undefined);
  if (!message || !isThere) throw apiError('unknownMessage');
  return message;
}

function openModal(
  world: World,
  interaction: Interaction,
  form: Extract<CallbackForm, { type: Response.Modal }>['data'],
): void {
  const components = storeModalComponents(form.components, world.newId);
  interaction.modal = { customId: form.custom_id, title: form.title, components };
  const application = world.applications.get(interaction.applicationId);
  tellInvoker(world, interaction, 'INTERACTION_SUCCESS', {});
  tellInvoker(world, interaction, 'INTERACTION_MODAL_CREATE', {
    channel_id: interaction.channelId,
    custom_id: form.custom_id,
    title: form.title,
    components,
    application: application && {
      id: application.id,
      name: application.name,
      description: application.description,
      icon: application.icon,
      bot: renderUserById(world, application.botUserId),
    },
  });
}

/** The application speaks through an interaction: its answer or a follow-up. */
export function say(
  world: World,
  interaction: Interaction,
  text: AnswerForm,
  files: readonly UploadedFile[],
  extraFlags: number,
): Message {
  const channel = requireChannelOf(world, interaction);
  const application = world.applications.get(interaction.applicationId);
  if (!application) throw apiError('unknownApplication');
  const isEphemeral = ((text.flags ?? 0) & MessageFlags.Ephemeral) !== 0 || isKeptPrivate(world, interaction);
  const answersTo = isEphemeral ? undefined : referenceOf(interaction);
  return sendMessage(world, {
    channel,
    author: { kind: 'user', userId: application.botUserId },
    applicationId: application.id,
    type: typeOf(interaction),
    text,
    files,
    settableFlags: messageFlags.byInteraction,
    extraFlags: extraFlags | (isEphemeral ? MessageFlags.Ephemeral : 0),
    mentions: {
      allowed: text.allowed_mentions,
      onlyUsersByDefault: true,
      permissions: botPermissions(world, interaction),
    },
    ...(answersTo === undefined
      ? {}
      : {
          reference: {
            type: MessageReferenceType.Default,
            channelId: channel.id,
            messageId: answersTo,
            ...(interaction.guildId === null ? {} : { guildId: interaction.guildId }),
          },
        }),
    ...(interaction.source ? { interaction: sourceFor(interaction) } : {}),
    ephemeral: isEphemeral ? { userId: interaction.userId, sessionId: interaction.sessionId } : undefined,
  });
}

/** An application that only a person brought along speaks aloud only where that person may use external apps. */
function isKeptPrivate(world: World, interaction: Interaction): boolean {
  if (interaction.guildId === null || !isOnlyUserInstall(interaction)) return false;
  const channel = requireChannelOf(world, interaction);
  return !(permissionsIn(world, interaction.userId, channel) & Permission.UseExternalApps);
}

/** Answers to components, and follow-ups, stand as replies; first answers to commands have types of their own. */
function typeOf(interaction: Interaction): MessageType {
  if (referenceOf(interaction) !== undefined) return MessageType.Reply;
  const isContextMenu =
    interaction.commandType !== undefined && interaction.commandType !== ApplicationCommandType.ChatInput;
  return isContextMenu ? MessageType.ContextMenuCommand : MessageType.ChatInputCommand;
}

function referenceOf({ originalMessageId, message }: Interaction): string | undefined {
  return originalMessageId ?? message?.id;
}

function sourceFor({ source, originalMessageId }: Interaction): NonNullable<Interaction['source']> {
  if (!source) throw apiError('unknownInteraction');
  return originalMessageId === undefined ? source : { ...source, originalResponseMessageId: originalMessageId };
}

export function requireChannelOf(world: World, { channelId }: Interaction): Channel {
  const channel = world.channels.get(channelId);
  if (!channel) throw apiError('unknownChannel');
  return channel;
}

export function botPermissions(world: World, { applicationId, channelId }: Interaction): bigint {
  const botId = world.applications.get(applicationId)?.botUserId;
  const channel = world.channels.get(channelId);
  return botId !== undefined && channel ? permissionsIn(world, botId, channel) : 0n;
}
