import type { APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { ChannelType, MessageFlags, MessageType } from 'discord-api-types/v10';
import { apiError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import { storeEmbeds } from '../forms/embed.ts';
import type { AttachmentsForm, ExecuteWebhookForm } from '../forms/message.ts';
import type { PollForm } from '../forms/poll.ts';
import { storeComponents } from '../forms/store-components.ts';
import { renderMessageEvent } from '../render/message.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type {
  Author,
  Channel,
  InteractionSource,
  Message,
  MessageReference,
  MessageSnapshot,
  Poll,
} from '../world/types.ts';
import { emit, type World } from '../world/world.ts';
import { takeFiles } from './attachments.ts';
import { findMentions, type MentionRules } from './mentions.ts';
import { schedulePollEnd } from './polls.ts';
import { blankMessage, publishMessage } from './publish.ts';

/** The parts of a message that its author writes, as they come out of a form. */
export interface MessageText {
  readonly content?: string | null | undefined;
  readonly embeds?: ExecuteWebhookForm['embeds'];
  readonly components?: ExecuteWebhookForm['components'];
  readonly attachments?: AttachmentsForm | null | undefined;
  readonly flags?: number | null | undefined;
  readonly tts?: boolean | null | undefined;
  readonly poll?: PollForm | null | undefined;
  readonly sticker_ids?: readonly Snowflake[] | null | undefined;
}

export interface Draft {
  readonly channel: Channel;
  readonly author: Author;
  readonly text: MessageText;
  readonly files: readonly UploadedFile[];
  /** Flags the author may set; others are dropped without a word, as Discord does. */
  readonly settableFlags: number;
  /** Flags that only Discord sets, such as LOADING. */
  readonly extraFlags?: number;
  readonly mentions: MentionRules;
  readonly type?: MessageType;
  readonly applicationId?: Snowflake;
  readonly nonce?: string | number | null | undefined;
  readonly reference?: MessageReference | undefined;
  readonly snapshot?: MessageSnapshot;
  readonly interaction?: InteractionSource;
  /** Only this person sees it, on this session when it is still there. */
  readonly ephemeral?: { readonly userId: Snowflake; readonly sessionId: string } | undefined;
  /** An id decided in advance: the first message of a forum post has the post's. */
  readonly id?: Snowflake;
}

/** What only one person sees is gone from their client long before this. */
const EPHEMERAL_KEPT_MS = 24 * 60 * 60_000;

export const messageFlags = {
  byBotOrPerson:
    MessageFlags.SuppressEmbeds |
    MessageFlags.SuppressNotifications |
    MessageFlags.IsVoiceMessage |
    MessageFlags.IsComponentsV2,
  byWebhook: MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2,
  byInteraction:
    MessageFlags.SuppressEmbeds |
    MessageFlags.SuppressNotifications |
    MessageFlags.IsVoiceMessage |
    MessageFlags.Ephemeral |
    MessageFlags.IsComponentsV2,
} as const;

/** @throws ApiError 50006 when there is nothing to show */
export function requireSomething(text: MessageText, files: readonly UploadedFile[], kept = 0): void {
  const has =
    Boolean(text.content) ||
    (text.embeds?.length ?? 0) > 0 ||
    (text.components?.length ?? 0) > 0 ||
    (text.sticker_ids?.length ?? 0) > 0 ||
    Boolean(text.poll) ||
    files.length > 0 ||
    kept > 0;
  if (!has) throw apiError('emptyMessage');
}

/** Puts a message into its channel and tells everyone who can see it. Permissions are checked by the caller. */
export function sendMessage(world: World, draft: Draft): Message {
  const { channel, text, ephemeral } = draft;
  const content = text.content ?? '';
  const { added } = takeFiles(world, channel.id, draft.files, text.attachments, { ephemeral: ephemeral !== undefined });
  if ((text.flags ?? 0) & draft.settableFlags & MessageFlags.IsVoiceMessage) requireVoice(text, added);

  const message: Message = {
    ...blankMessage(world, channel, draft.author, draft.type ?? MessageType.Default, draft.id),
    content,
    tts: text.tts ?? false,
    flags: ((text.flags ?? 0) & draft.settableFlags) | (draft.extraFlags ?? 0),
    embeds: storeEmbeds(text.embeds ?? []),
    attachments: added,
    components: storeComponents(text.components ?? [], world.newId) as APIMessageTopLevelComponent[],
    stickerIds: [...(text.sticker_ids ?? [])],
    ...findMentions(world, channel, content, draft.mentions),
    ...(draft.applicationId === undefined ? {} : { applicationId: draft.applicationId }),
    ...(draft.nonce === undefined || draft.nonce === null ? {} : { nonce: draft.nonce }),
    ...(draft.reference ? { reference: draft.reference } : {}),
    ...(draft.snapshot ? { snapshot: draft.snapshot } : {}),
    ...(draft.interaction ? { interaction: draft.interaction } : {}),
    ...(ephemeral ? { ephemeral } : {}),
    ...(text.poll ? { poll: makePoll(world, text.poll) } : {}),
  };

  if (ephemeral) {
    world.ephemerals.set(message.id, message);
    world.clock.after(EPHEMERAL_KEPT_MS, () => world.ephemerals.delete(message.id));
    emit(world, 'MESSAGE_CREATE', { to: 'user', ...ephemeral }, (viewer) => renderMessageEvent(world, message, viewer));
  } else {
    publishMessage(world, channel, message);
    if (message.poll) schedulePollEnd(world, message);
  }
  return message;
}

function makePoll(world: World, form: PollForm): Poll {
  return {
    question: form.question,
    answers: form.answers.map(({ poll_media: { text, emoji } }, index) => ({
      answer_id: index + 1,
      poll_media: {
        text,
        ...(emoji ? { emoji: { id: emoji.id ?? null, name: emoji.name ?? null } } : {}),
      },
    })),
    multiselect: form.allow_multiselect,
    layoutType: form.layout_type,
    expiresAtMs: world.clock.now() + form.duration * 3_600_000,
    finalized: false,
    votes: new Map(),
  };
}

/** A voice message is one recording with what it takes to draw it. @throws ApiError 50159, 50160, 50161 */
function requireVoice(
  { content, embeds, components, poll, sticker_ids: stickerIds }: MessageText,
  attachments: readonly { contentType: string; waveform?: string; durationSeconds?: number }[],
): void {
  const more = [embeds, components, stickerIds].some((list) => (list?.length ?? 0) > 0);
  if (content || poll || more) throw apiError('voiceWithMore');
  const [voice] = attachments;
  if (attachments.length !== 1 || !voice?.contentType.startsWith('audio/')) throw apiError('voiceNotSingleAudio');
  if (voice.waveform === undefined || voice.durationSeconds === undefined) throw apiError('voiceWithoutMetadata');
}

/** Channels that take messages directly. */
export function takesMessages(channel: Channel): boolean {
  return (
    channel.kind !== 'guild' ||
    channel.type === ChannelType.GuildText ||
    channel.type === ChannelType.GuildAnnouncement ||
    channel.type === ChannelType.GuildVoice ||
    channel.type === ChannelType.GuildStageVoice
  );
}
