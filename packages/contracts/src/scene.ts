import { z } from 'zod';
import { Snowflake } from './ids.ts';
import { LIMITS, MAX_PARTS } from './limits.ts';
import { heardName, heardText, Text } from './text.ts';

/** Who will read a reply: the person alone, those who can open this channel, or everyone in the guild. */
export const Reach = z.enum(['owner_dm', 'channel', 'guild']);
export type Reach = z.infer<typeof Reach>;

/** Somebody as Discord shows them. `name` is the display name in this place, `username` the unique one. */
export const Person = z.object({
  id: Snowflake,
  name: heardName(LIMITS.personName),
  username: heardName(LIMITS.personName),
});
export type Person = z.infer<typeof Person>;

/** Where a trigger happened. A thread or forum post has its own id as `channelId` and its parent's as `parentId`. */
export const Place = z.object({
  kind: z.enum(['dm', 'channel', 'thread']),
  channelId: Snowflake,
  parentId: Snowflake.optional(),
  /** The category of the channel, or of a thread's channel. */
  categoryId: Snowflake.optional(),
  guildId: Snowflake.optional(),
  channelName: heardText(LIMITS.channelName).optional(),
  guildName: heardText(LIMITS.channelName).optional(),
  reach: Reach,
  /**
   * Channels of the same server whose words the author and everybody who will read the reply may read now; without the
   * place itself. Their public threads go with them.
   */
  quotableChannelIds: z.array(Snowflake).max(500).default([]),
  isAgeRestricted: z.boolean().default(false),
});
export type Place = z.infer<typeof Place>;

/** A file on a message. `url` is signed and expires, so nothing keeps it for later. */
export const Attachment = z.object({
  id: Snowflake,
  filename: heardText(LIMITS.filename),
  contentType: heardText(200).optional(),
  sizeBytes: z.int().nonnegative(),
  url: Text.max(LIMITS.url),
  description: heardText(1_024).optional(),
});
export type Attachment = z.infer<typeof Attachment>;

/** A message as Discord has it now. `applicationId` is set on messages of webhooks that an application owns. */
export const SceneMessage = z.object({
  id: Snowflake,
  author: Person.extend({ isBot: z.boolean() }),
  applicationId: Snowflake.optional(),
  content: heardText(LIMITS.messageContent),
  attachments: z.array(Attachment).max(10).default([]),
  repliesToId: Snowflake.optional(),
});
export type SceneMessage = z.infer<typeof SceneMessage>;

/**
 * A message that the trigger points at, directly (`depth` 1) or through another reference.
 * Only sources that everyone who will read the reply may read are gathered.
 */
export const Reference = z.object({
  kind: z.enum(['reply', 'forward', 'link']),
  depth: z.number().int().min(1).max(5),
  message: SceneMessage,
});
export type Reference = z.infer<typeof Reference>;

/** A message of several that were said as one: how much of the text is its own. */
export const TriggerPart = z.object({ id: Snowflake, length: z.int().min(0).max(LIMITS.messageContent) });
export type TriggerPart = z.infer<typeof TriggerPart>;

/** What asks for turns. Its id is the snowflake of the message or the interaction. */
export const Trigger = z.object({
  id: Snowflake,
  /** `greeting`: the character begins, with the greeting of its card. `chime-in`: it reacts, unasked, to what was said last. */
  kind: z.enum(['message', 'command', 'greeting', 'chime-in']),
  place: Place,
  author: Person,
  /** The author's standing in the server; absent outside of one. */
  member: z.object({ roleIds: z.array(Snowflake).max(300), isStaff: z.boolean() }).optional(),
  content: heardText(LIMITS.messageContent),
  attachments: z.array(Attachment).max(10).default([]),
  repliesToId: Snowflake.optional(),
  /** Of quick messages that are answered as one, each in its order; the last is the trigger itself. Their texts are lines of `content`. */
  parts: z.array(TriggerPart).max(MAX_PARTS).optional(),
  /** A proxy such as PluralKit said it for its author, under this name. */
  speaksAs: heardName(LIMITS.personName).optional(),
});
export type Trigger = z.infer<typeof Trigger>;

/** The messages in which a trigger stands, in their order. */
export const messageIdsOf = ({ id, parts }: Pick<Trigger, 'id' | 'parts'>): Snowflake[] =>
  parts === undefined ? [id] : parts.map((part) => part.id);

/** Texts that are said as one, as one text. */
export const joinParts = (texts: readonly string[]): string =>
  texts.every((text) => text === '') ? '' : texts.join('\n');

/** The text of each part; null when the text is not made of them any more. */
export function splitParts(content: string, parts: readonly TriggerPart[]): string[] | null {
  const texts: string[] = [];
  let at = 0;
  for (const { length } of parts) {
    texts.push(content.slice(at, at + length));
    at += length + 1;
  }
  return joinParts(texts) === content ? texts : null;
}

/** Kinds of triggers in which no person says anything. */
export const WORDLESS_KINDS: ReadonlySet<Trigger['kind']> = new Set(['greeting', 'chime-in']);

/** Stands before what is told of the story and said by nobody. */
const NARRATION_MARK = '📖 ';

export const writeNarration = (words: string): string => `${NARRATION_MARK}*${words}*`;

/** What a message of the bot itself tells of the story; null for every other one. */
export function readNarration(content: string): string | null {
  const isNarration = content.startsWith(`${NARRATION_MARK}*`) && content.endsWith('*');
  return isNarration ? content.slice(NARRATION_MARK.length + 1, -1) : null;
}

/** What surrounds a trigger, oldest first. Gathered once, when the trigger was accepted. */
export const SceneFacts = z.object({
  recent: z.array(SceneMessage).max(100),
  references: z.array(Reference).max(20),
});
export type SceneFacts = z.infer<typeof SceneFacts>;
