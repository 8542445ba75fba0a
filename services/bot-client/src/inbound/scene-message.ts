import { type Attachment, joinParts, LIMITS, type Person, type SceneMessage, type Trigger } from '@tzurot/contracts';
import { type Embed, EmbedType, type Message, type MessageSnapshot, type Poll } from 'discord.js';
import { toAttachment } from '../discord/attachment.ts';
import { readEcho } from './command-echo.ts';
import { isReply } from './filter.ts';
import { describeMember } from './member.ts';
import { describePlace } from './place.ts';
import type { Proxied } from './proxied.ts';

/** What Discord lets one message have. */
const MAX_ATTACHMENTS = 10;

/** A message of Discord as the scene carries it. What was said by a command is the person's, not the bot's that shows it. */
export function toSceneMessage(message: Message): SceneMessage {
  const echo = readEcho(message);
  if (echo !== null) {
    const author = { id: echo.userId, name: clip(echo.name), username: clip(echo.username), isBot: false };
    return { id: echo.id, author, content: echo.words, attachments: [] };
  }
  return {
    id: message.id,
    author: { ...toPerson(message), isBot: message.author.bot },
    ...(message.applicationId !== null && { applicationId: message.applicationId }),
    content: readableContent(message),
    attachments: toAttachments(message),
    ...repliesTo(message),
  };
}

/** A forward shows a message without its author, so the one who forwarded it stands for it. */
export function toForwardedMessage(snapshot: MessageSnapshot, forward: Message): SceneMessage {
  return {
    id: snapshot.id ?? forward.id,
    author: { ...toPerson(forward), isBot: forward.author.bot },
    content: readableContent(snapshot),
    attachments: toAttachments(snapshot),
  };
}

/**
 * What somebody said, as it asks for an answer.
 * @param earlier messages that are answered together with it, in their order
 */
export function toTrigger(
  message: Message,
  { earlier = [], proxied = null }: { earlier?: readonly Message[]; proxied?: Proxied | null } = {},
): Trigger {
  const messages = [...earlier, message];
  const texts = messages.map(readableContent);
  const replying = messages.find((each) => isReply(each)) ?? proxied?.original ?? message;
  return {
    id: message.id,
    kind: 'message',
    place: describePlace(message.channel, proxied?.author.id ?? message.author.id),
    author:
      proxied === null ? toPerson(message) : toPerson(proxied.original ?? { author: proxied.author, member: null }),
    ...describeMember(proxied === null ? message.member : (proxied.original?.member ?? null), message.channel),
    content: joinParts(texts),
    attachments: messages.flatMap(toAttachments).slice(0, MAX_ATTACHMENTS),
    ...repliesTo(replying),
    ...(messages.length > 1 && {
      parts: messages.map(({ id }, index) => ({ id, length: texts[index]?.length ?? 0 })),
    }),
    ...(proxied !== null && { speaksAs: clip(message.author.username) }),
  };
}

function repliesTo(message: Message): { repliesToId?: string } {
  const messageId = message.reference?.messageId;
  return messageId !== undefined && isReply(message) ? { repliesToId: messageId } : {};
}

function toPerson({ author, member }: Pick<Message, 'author' | 'member'>): Person {
  return {
    id: author.id,
    name: clip(member?.displayName ?? author.displayName),
    username: clip(author.username),
  };
}

/** Discord's names may be blank to the eye; a person without a name couldn't be told from another. */
function clip(name: string): string {
  return name.trim().slice(0, LIMITS.personName) || 'somebody';
}

type Shown = Message | MessageSnapshot;

/** The text with names in place of ids, and what stands beside it as text: stickers, a poll, embeds. */
function readableContent(message: Shown): string {
  const parts = [
    message.cleanContent ?? message.content ?? '',
    ...[...message.stickers.values()].map(({ name }) => `[sticker: ${name}]`),
    ...(message.poll === null ? [] : [describePoll(message.poll)]),
    ...message.embeds.filter(isWritten).map(describeEmbed),
  ];
  return clipText(parts.filter((part) => part.trim() !== '').join('\n'));
}

function describePoll({ question, answers }: Poll): string {
  const choices = [...answers.values()].map(({ text, emoji }) => text ?? emoji?.name ?? '');
  return `[poll: ${question.text ?? ''} ${choices.join(' / ')}]`;
}

/** An app wrote it, as opposed to the preview that Discord makes of a link. */
const isWritten = ({ data }: Embed): boolean => data.type === undefined || data.type === EmbedType.Rich;

const describeEmbed = ({ title, description }: Embed): string =>
  [title, description].filter((part) => part !== null && part.trim() !== '').join('\n');

/** A cut inside a surrogate pair would leave half a character behind. */
const clipText = (text: string): string => text.slice(0, LIMITS.messageContent).replace(/[\uD800-\uDBFF]$/, '');

function toAttachments(message: Shown): Attachment[] {
  return [...message.attachments.values()].slice(0, MAX_ATTACHMENTS).map(toAttachment);
}
