import { type APIMessageTopLevelComponent, MessageFlags, MessageType } from 'discord-api-types/v10';
import { apiError, formError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import { storeEmbeds } from '../forms/embed.ts';
import type { EditMessageForm } from '../forms/message.ts';
import { storeComponents } from '../forms/store-components.ts';
import type { Attachment, Message } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { changeMessage } from '../world/write-message.ts';
import { takeFiles } from './attachments.ts';
import { findMentions, type MentionRules } from './mentions.ts';
import { announceUpdate } from './publish.ts';
import { requireSomething } from './send.ts';

export interface Edit {
  readonly form: EditMessageForm;
  readonly files: readonly UploadedFile[];
  /** Mentions are found again on every edit that touches the content. */
  readonly mentions: Omit<MentionRules, 'allowed' | 'repliedTo'>;
  /** Filling in a deferred answer is its first showing, not an edit. */
  readonly isFirstShowing?: boolean;
}

const editableFlags = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;

/** Changes a message in place and tells everyone who can see it. Rights are checked by the caller. */
export function editMessage(world: World, message: Message, edit: Edit): Message {
  const { form, files } = edit;
  const channel = world.channels.get(message.channelId);
  if (!channel) throw apiError('unknownChannel');
  if (form.poll && message.poll) throw apiError('pollEdit');
  const changesVoice = Boolean(form.content) || files.length > 0 || Boolean(form.attachments);
  if (message.flags & MessageFlags.IsVoiceMessage && changesVoice) throw apiError('voiceEdit');

  const flags = nextFlags(message, form, edit.isFirstShowing ?? false);
  const isV2 = (flags & MessageFlags.IsComponentsV2) !== 0;
  const startsV2 = isV2 && !(message.flags & MessageFlags.IsComponentsV2);
  if (isV2 && (form.content || (form.embeds?.length ?? 0) > 0)) {
    throw formError({
      path: [form.content ? 'content' : 'embeds'],
      code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      message: 'Legacy fields cannot be used when using MessageFlags.IS_COMPONENTS_V2',
    });
  }

  const existingIds = new Set(message.attachments.map(({ id }) => id));
  const { keptIds, added } = takeFiles(world, channel.id, files, form.attachments, {
    existingIds,
    ephemeral: message.ephemeral !== undefined,
  });
  const kept = form.attachments
    ? message.attachments.filter(({ id }) => keptIds.has(id)).map((attachment) => describeKept(attachment, form))
    : message.attachments;
  const attachments = [...kept, ...added];
  const content = startsV2 ? '' : form.content === undefined ? message.content : (form.content ?? '');
  const embeds = startsV2 ? [] : form.embeds === undefined ? message.embeds : storeEmbeds(form.embeds ?? []);
  const components =
    form.components === undefined
      ? message.components
      : (storeComponents(form.components ?? [], world.newId) as APIMessageTopLevelComponent[]);

  const rest = message.stickerIds.length + embeds.length + components.length + attachments.length;
  if (!message.poll && !message.snapshot) requireSomething({ content }, [], rest);

  const repliedTo = message.type === MessageType.Reply && channel.messages.get(message.reference?.messageId ?? '');
  const rules = { ...edit.mentions, allowed: form.allowed_mentions, ...(repliedTo ? { repliedTo } : {}) };
  const findsMentions = form.content !== undefined || form.allowed_mentions !== undefined;
  changeMessage(world, message, {
    content,
    embeds,
    components,
    attachments,
    flags,
    ...(findsMentions ? findMentions(world, channel, content, rules) : {}),
    ...(edit.isFirstShowing ? {} : { editedAtMs: world.clock.now() }),
  });
  announceUpdate(world, message);
  return message;
}

/** COMPONENTS_V2 can be set but never taken back; only a deferred answer stops loading. */
function nextFlags(message: Message, form: EditMessageForm, isFirstShowing: boolean): number {
  const settable = isFirstShowing ? editableFlags | MessageFlags.SuppressNotifications : editableFlags;
  let flags = message.flags;
  if (typeof form.flags === 'number') {
    const kept = message.flags & (~settable | MessageFlags.IsComponentsV2);
    flags = kept | (form.flags & settable);
  }
  return isFirstShowing ? flags & ~MessageFlags.Loading : flags;
}

/** A file that stays, with the description it is given; `null` takes the description away. */
function describeKept(attachment: Attachment, form: EditMessageForm): Attachment {
  const description = form.attachments?.find(({ id }) => id === attachment.id)?.description;
  if (description) return { ...attachment, description };
  if (description !== null) return attachment;
  const { description: _, ...rest } = attachment;
  return rest;
}
