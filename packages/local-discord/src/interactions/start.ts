import { randomBytes } from 'node:crypto';
import {
  ApplicationCommandType,
  InteractionContextType,
  InteractionType,
  PermissionFlagsBits as Permission,
} from 'discord-api-types/v10';
import { apiError, formError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import { findByCustomId } from '../forms/component-tree.ts';
import type { CommandData, InteractionForm } from '../forms/interaction.ts';
import { MAX_FILE_BYTES } from '../messages/attachments.ts';
import { renderInteractionChannel } from '../render/channel.ts';
import { renderMember } from '../render/member.ts';
import { renderMessage } from '../render/message.ts';
import { renderUser } from '../render/user.ts';
import { maySee, permissionsIn } from '../world/permissions.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type {
  Application,
  ApplicationCommand,
  Channel,
  Guild,
  InteractionSource,
  Message,
  User,
} from '../world/types.ts';
import { emit, guildIdOf, type World } from '../world/world.ts';
import { acceptOptions, isBranch } from './command-options.ts';
import type { Delivery } from './endpoint.ts';
import { contextOf, isInstalledIn, isUserInstallable, mayInvoke, type Place } from './may-invoke.ts';
import { acceptModal } from './modal-values.ts';
import { Resolver } from './resolve.ts';
import { acceptSelection } from './selection.ts';
import { tellFailure, tellInvoker } from './tell-invoker.ts';
import { ACKNOWLEDGE_WITHIN_MS, type Interaction, TOKEN_LIFETIME_MS } from './types.ts';

interface Start {
  readonly world: World;
  readonly user: User;
  readonly form: InteractionForm;
  readonly files: readonly UploadedFile[];
  readonly channel: Channel;
  readonly guild: Guild | undefined;
  readonly application: Application;
  readonly resolver: Resolver;
  readonly context: InteractionContextType;
}

/** `authorizing_integration_owners`: "0" a guild (or "0" in direct messages with the bot), "1" a person. */
type Owners = Readonly<Record<string, string>>;

/** What each kind of interaction adds to the common parts. */
interface Kind {
  readonly data: object;
  readonly owners: Owners;
  readonly source: (id: Snowflake) => InteractionSource | undefined;
  readonly message?: Message | undefined;
  readonly commandType?: ApplicationCommandType;
  /** What happens when the application does not answer in time. */
  readonly onUnanswered?: () => void;
}

/**
 * A person presses, picks or submits something: checks that they may, tells the application over the gateway, and starts
 * the clock of three seconds.
 * @returns what an application with an endpoint is still to be told
 * @throws ApiError with what stands in the way
 */
export function startInteraction(
  world: World,
  user: User,
  form: InteractionForm,
  files: readonly UploadedFile[],
): Delivery | undefined {
  const application = world.applications.get(form.application_id);
  if (!application) throw apiError('unknownApplication');
  const channel = world.channels.get(form.channel_id);
  if (!channel) throw apiError('unknownChannel');
  if (!maySee(world, user.id, channel)) throw apiError('missingAccess');
  const guild = channel.kind === 'direct' ? undefined : world.guilds.get(channel.guildId);
  if (form.guild_id && form.guild_id !== guild?.id) throw apiError('unknownGuild');

  const resolver = new Resolver(world, { guild, channel, userId: user.id }, files);
  const context = contextOf(world, application.id, placeOf(channel, guild));
  const start: Start = { world, user, form, files, channel, guild, application, resolver, context };
  return deliver(start, kindOf(start));
}

function kindOf(start: Start): Kind {
  switch (start.form.type) {
    case InteractionType.ApplicationCommand:
      return commandKind(start, start.form.data, false);
    case InteractionType.ApplicationCommandAutocomplete:
      return commandKind(start, start.form.data, true);
    case InteractionType.MessageComponent:
      return componentKind(start, start.form);
    case InteractionType.ModalSubmit:
      return modalKind(start, start.form);
  }
}

function commandKind(start: Start, data: CommandData, isTyping: boolean): Kind {
  const { world, user, channel, guild, application, resolver } = start;
  const command = world.commands.get(data.id);
  if (
    !command ||
    command.applicationId !== application.id ||
    command.type !== data.type ||
    command.name !== data.name
  ) {
    throw apiError('unknownCommand');
  }
  if (data.version && data.version !== command.version) {
    throw formError({
      path: ['data', 'version'],
      code: 'INTERACTION_APPLICATION_COMMAND_INVALID_VERSION',
      message: 'This command is outdated, please try again in a few minutes',
    });
  }
  if (!mayInvoke(world, user.id, command, placeOf(channel, guild))) throw apiError('missingPermissions');

  const options = acceptOptions(data.options, command.options, resolver, isTyping);
  const targetId = resolveTarget(command, data, resolver);
  const owners = ownersOf(start, command);
  return {
    owners,
    data: {
      id: command.id,
      name: command.name,
      type: command.type,
      ...(command.guildId === null ? {} : { guild_id: command.guildId }),
      ...(options.length > 0 ? { options } : {}),
      ...(targetId === undefined ? {} : { target_id: targetId }),
      ...resolver.result(),
    },
    commandType: command.type,
    source: (id) => ({
      id,
      type: InteractionType.ApplicationCommand,
      userId: user.id,
      owners,
      commandName: spokenName(command, data),
      commandType: command.type,
      ...(command.type === ApplicationCommandType.User && targetId ? { targetUserId: targetId } : {}),
      ...(command.type === ApplicationCommandType.Message && targetId ? { targetMessageId: targetId } : {}),
    }),
  };
}

/** By whose installation a command is there: the guild's, the person's, or both. */
function ownersOf({ world, user, guild, context }: Start, command: ApplicationCommand): Owners {
  const isOfPlace = guild ? isInstalledIn(world, command, guild) : context === InteractionContextType.BotDM;
  return {
    ...(isOfPlace ? { 0: guild?.id ?? '0' } : {}),
    ...(isUserInstallable(command) ? { 1: user.id } : {}),
  };
}

function placeOf(channel: Channel, guild: Guild | undefined): Place {
  return { channel, ...(guild ? { guildId: guild.id } : {}) };
}

/** The name with the sub-command, as clients show it. */
function spokenName(command: ApplicationCommand, { options }: CommandData): string {
  const words = [command.name];
  for (let below = options[0]; below && isBranch(below.type); below = below.options?.[0]) words.push(below.name);
  return words.join(' ');
}

function resolveTarget(command: ApplicationCommand, data: CommandData, resolver: Resolver): Snowflake | undefined {
  if (command.type === ApplicationCommandType.ChatInput) return undefined;
  const targetId = data.target_id;
  if (!targetId)
    throw formError({ path: ['data', 'target_id'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' });
  if (command.type === ApplicationCommandType.User) resolver.user(targetId, ['data', 'target_id']);
  else resolver.message(targetId, ['data', 'target_id']);
  return targetId;
}

function componentKind(start: Start, form: Extract<InteractionForm, { type: InteractionType.MessageComponent }>): Kind {
  const { world, user, channel, application, resolver } = start;
  const hidden = world.ephemerals.get(form.message_id);
  const message = hidden?.ephemeral?.userId === user.id ? hidden : channel.messages.get(form.message_id);
  if (!message || message.channelId !== channel.id) throw apiError('unknownMessage');
  if (ownerOf(world, message) !== application.id) throw apiError('unknownApplication');

  const { custom_id: customId, component_type: type, values } = form.data;
  const component = findByCustomId(message.components, customId);
  if (!component || component['type'] !== type || component['disabled'] === true) {
    throw formError({
      path: ['data', 'custom_id'],
      code: 'COMPONENT_VALIDATION_FAILED',
      message: 'Component validation failed',
    });
  }
  const isButton = type === 2;
  if (!isButton) acceptSelection(component, values, resolver, ['data', 'values']);
  const owners = message.interaction?.owners ?? { 0: start.guild?.id ?? '0' };
  return {
    owners,
    data: {
      id: component['id'],
      custom_id: customId,
      component_type: type,
      ...(isButton ? {} : { values }),
      ...resolver.result(),
    },
    message,
    source: (id) => ({
      id,
      type: InteractionType.MessageComponent,
      userId: user.id,
      owners,
      interactedMessageId: message.id,
    }),
  };
}

/** The application whose components a message carries. */
function ownerOf(world: World, message: Message): Snowflake | undefined {
  if (message.applicationId !== undefined) return message.applicationId;
  const { author } = message;
  if (author.kind === 'webhook') return undefined;
  return [...world.applications.values()].find(({ botUserId }) => botUserId === author.userId)?.id;
}

function modalKind(start: Start, form: Extract<InteractionForm, { type: InteractionType.ModalSubmit }>): Kind {
  const { world, user, application, resolver } = start;
  const opener = findOpener(world, user, application, form);
  const modal = opener?.modal;
  if (!opener || !modal) {
    throw formError({ path: ['data', 'custom_id'], code: 'MODAL_UNKNOWN', message: 'No such modal is open.' });
  }
  const { owners } = opener;
  const components = acceptModal(modal, form.data, resolver);
  opener.modal = undefined;
  return {
    owners,
    data: { custom_id: modal.customId, components, ...resolver.result() },
    message: opener.message,
    onUnanswered() {
      opener.modal = modal;
    },
    source: (id) => ({
      id,
      type: InteractionType.ModalSubmit,
      userId: user.id,
      owners,
      ...(opener.source ? { triggering: opener.source } : {}),
    }),
  };
}

/** The interaction that opened the modal: the one named, or the latest with this custom id. */
function findOpener(
  world: World,
  user: User,
  application: Application,
  { data }: Extract<InteractionForm, { type: InteractionType.ModalSubmit }>,
): Interaction | undefined {
  const fits = (each: Interaction | undefined): each is Interaction =>
    each?.userId === user.id && each.applicationId === application.id && each.modal?.customId === data.custom_id;
  const named = data.id ? world.interactions.get(data.id) : undefined;
  if (data.id) return fits(named) ? named : undefined;
  return [...world.interactions.values()].findLast(fits);
}

function deliver(start: Start, kind: Kind): Delivery | undefined {
  const { world, user, form, channel, guild, application } = start;
  const id = world.newId();
  const interaction: Interaction = {
    id,
    token: randomBytes(96).toString('base64url'),
    applicationId: application.id,
    type: form.type,
    userId: user.id,
    channelId: channel.id,
    guildId: guild?.id ?? null,
    context: start.context,
    sessionId: form.session_id,
    nonce: form.nonce ?? undefined,
    createdAtMs: world.clock.now(),
    source: kind.source(id),
    commandType: kind.commandType,
    message: kind.message,
    owners: kind.owners,
    state: 'open',
    originalMessageId: undefined,
    modal: undefined,
    followUps: 0,
    cancelDeadline: () => undefined,
  };
  world.interactions.set(id, interaction);
  world.interactionsByToken.set(interaction.token, interaction);
  interaction.cancelDeadline = world.clock.after(ACKNOWLEDGE_WITHIN_MS, () => {
    interaction.state = 'failed';
    kind.onUnanswered?.();
    world.interactionsByToken.delete(interaction.token);
    tellFailure(world, interaction);
  });
  world.clock.after(TOKEN_LIFETIME_MS, () => {
    world.interactions.delete(id);
    world.interactionsByToken.delete(interaction.token);
  });

  tellInvoker(world, interaction, 'INTERACTION_CREATE', {});
  if (application.interactionsEndpointUrl !== null) {
    return { application, interaction, payload: payloadFor(start, kind, interaction) };
  }
  const audience = { to: 'user', userId: application.botUserId, guildId: guild?.id } as const;
  emit(world, 'INTERACTION_CREATE', audience, () => payloadFor(start, kind, interaction));
  return undefined;
}

/** What the application receives. Source: Discord documentation, "Interaction Object". */
function payloadFor({ world, user, channel, guild, application }: Start, kind: Kind, interaction: Interaction): object {
  const member = guild?.members.get(user.id);
  const botViewer = { userId: application.botUserId, bot: true, mayReadContent: true };
  return {
    id: interaction.id,
    application_id: application.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data: kind.data,
    channel_id: channel.id,
    channel: renderInteractionChannel(world, channel, { userId: user.id, bot: false, mayReadContent: true }),
    ...guildIdOf(channel),
    ...(guild
      ? {
          guild: { id: guild.id, locale: guild.preferredLocale, features: [] },
          guild_locale: guild.preferredLocale,
        }
      : {}),
    ...(member
      ? { member: { ...renderMember(world, member), permissions: permissionsIn(world, user.id, channel).toString() } }
      : { user: renderUser(user) }),
    app_permissions: (permissionsIn(world, application.botUserId, channel) || DIRECT_APP_PERMISSIONS).toString(),
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: kind.owners,
    context: interaction.context,
    attachment_size_limit: MAX_FILE_BYTES,
    ...(kind.message ? { message: renderMessage(world, kind.message, botViewer) } : {}),
  };
}

/** What an application that is not in the channel may do in its answers. */
const DIRECT_APP_PERMISSIONS = Permission.AttachFiles | Permission.EmbedLinks | Permission.MentionEveryone;
