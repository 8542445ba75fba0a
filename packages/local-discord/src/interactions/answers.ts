import { apiError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import type { AnswerForm, EditMessageForm } from '../forms/message.ts';
import type { Hub } from '../hub.ts';
import { editMessage } from '../messages/edit.ts';
import { removeMessage } from '../messages/remove.ts';
import { requireSomething } from '../messages/send.ts';
import type { Message } from '../world/types.ts';
import type { Viewer, World } from '../world/world.ts';
import { botPermissions, requireChannelOf, say } from './respond.ts';
import { type Interaction, isOnlyUserInstall } from './types.ts';

/** What an application that only a person installed may still say after its first answer. */
const MAX_USER_INSTALL_FOLLOW_UPS = 5;

export interface Answering {
  readonly world: World;
  readonly interaction: Interaction;
  readonly viewer: Viewer;
}

/**
 * The interaction whose token stands in a webhook path, or undefined when the path names a webhook.
 * @throws ApiError 50027 when the token has run out, 10015 before the interaction is acknowledged
 */
export function findAnswering(
  hub: Hub,
  { webhook_id: applicationId, webhook_token: token }: { webhook_id: string; webhook_token: string },
): Answering | undefined {
  for (const world of hub.worlds.all()) {
    const application = world.applications.get(applicationId);
    if (!application) continue;
    const interaction = world.interactionsByToken.get(token);
    if (interaction?.applicationId !== applicationId) throw apiError('invalidWebhookToken');
    if (interaction.state === 'open') throw apiError('unknownWebhook');
    return { world, interaction, viewer: { userId: application.botUserId, bot: true, mayReadContent: true } };
  }
  return undefined;
}

/** Says something more; the first one after a deferral fills the loading message instead. */
export function followUp({ world, interaction }: Answering, text: AnswerForm, files: readonly UploadedFile[]): Message {
  requireSomething(text, files);
  const original = interaction.originalMessageId;
  if (interaction.state === 'deferred' && original !== undefined) {
    return fill(world, interaction, requireAnswer({ world, interaction }, '@original'), text, files);
  }
  interaction.followUps += 1;
  if (isOnlyUserInstall(interaction) && interaction.followUps > MAX_USER_INSTALL_FOLLOW_UPS)
    throw apiError('tooManyFollowUps');
  return say(world, interaction, text, files, 0);
}

/** One of the interaction's messages, by id or as `@original`. @throws ApiError 10008 */
export function requireAnswer({ world, interaction }: Pick<Answering, 'world' | 'interaction'>, id: string): Message {
  const wanted = id === '@original' ? interaction.originalMessageId : id;
  const channel = requireChannelOf(world, interaction);
  const message = wanted === undefined ? undefined : (world.ephemerals.get(wanted) ?? channel.messages.get(wanted));
  const isOwn =
    message !== undefined &&
    (wanted === interaction.originalMessageId || message.interaction?.id === interaction.id) &&
    message.channelId === channel.id;
  if (!isOwn) throw apiError('unknownMessage');
  return message;
}

export function editAnswer(
  { world, interaction }: Answering,
  message: Message,
  form: EditMessageForm,
  files: readonly UploadedFile[],
): Message {
  const isLoading = interaction.state === 'deferred' && message.id === interaction.originalMessageId;
  if (isLoading) return fill(world, interaction, message, form, files);
  return editMessage(world, message, {
    form,
    files,
    mentions: { onlyUsersByDefault: true, permissions: botPermissions(world, interaction) },
  });
}

export function removeAnswer({ world, interaction }: Answering, message: Message): void {
  removeMessage(world, message);
  if (message.id === interaction.originalMessageId) interaction.state = 'answered';
}

/** Gives the loading message its text. */
function fill(
  world: World,
  interaction: Interaction,
  message: Message,
  form: EditMessageForm,
  files: readonly UploadedFile[],
): Message {
  const filled = editMessage(world, message, {
    form,
    files,
    mentions: { onlyUsersByDefault: true, permissions: botPermissions(world, interaction) },
    isFirstShowing: true,
  });
  interaction.state = 'answered';
  return filled;
}
