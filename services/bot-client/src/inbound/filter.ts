import { type ActiveCharacters, type DeniedTarget, fold, MAX_CHARACTERS_PER_TRIGGER } from '@tzurot/contracts';
import { type Message, MessageReferenceType, MessageType } from 'discord.js';
import type { AddressBook } from './address-book.ts';

/** What a message asks of characters, before the database is read. */
export interface CharacterAddress {
  kind: 'characters';
  /** In the order in which they are to answer. */
  characterIds: string[];
  /** Called, but beyond the number that one message may summon. */
  tooMany: number;
  /** The message replied to, when it is one of ours: its character answers too. */
  repliesToOurs: boolean;
  /** Where nobody is called: who may answer in this channel, and by which rule. */
  active?: ActiveCharacters;
  isDm: boolean;
}

/**
 * Whom a message is for: characters, the bot itself, or somebody it begins to call whose name is not known; or why an
 * operator lets nobody answer it. All but the first get no turn; at most the bot says something itself.
 */
export type Address =
  | CharacterAddress
  | { kind: 'bot' }
  | { kind: 'unknown-name' }
  /** Characters are active here, and somebody wants them to be quiet. */
  | { kind: 'stop-word' }
  /** It replies to something that is not in the cache: whether that is ours has to be asked first. */
  | { kind: 'unseen-reference'; messageId: string }
  | { kind: 'denied'; denial: DeniedTarget };

export interface Ourselves {
  userId: string;
  applicationId: string;
}

/**
 * Whom a message is for; null when it is not for us. No I/O, since every message there is passes here:
 * webhooks and bots (our own included), system messages, and messages that address nobody are ignored.
 * @param known `repliesToOurs` where it was asked already; else the cache tells, and where it cannot, the address says so.
 *   `speakerId` where a proxy says it for somebody
 */
export function findAddress(
  message: Message,
  book: AddressBook,
  ourselves: Ourselves,
  { repliesToOurs, speakerId }: { repliesToOurs?: boolean; speakerId?: string } = {},
): Address | null {
  // Whoever is said to speak is a person; else webhooks and bots are nobody.
  if (speakerId === undefined && !isPersons(message)) return null;
  const authorId = speakerId ?? message.author.id;
  const isReplying = repliesToOurs ?? repliesToUs(message, ourselves);
  const address = findAddressee(message, book, { ourselves, repliesToOurs: isReplying, authorId });
  return address === null ? null : admit(address, message, book, authorId);
}

const isPersons = ({ webhookId, author }: Message): boolean => webhookId === null && !author.bot && !author.system;

/** Whether a message that calls nobody may still belong to what its author said just before it. */
export function saysMore(message: Message): boolean {
  const isPlain = message.type === MessageType.Default && !isReply(message);
  return isPlain && isPersons(message) && !saysNothing(message);
}

/** Puts a denial in the place of an address that must not be answered. */
function admit(address: Address, message: Message, book: AddressBook, authorId: string): Address {
  const visit = { authorId, guildId: message.guildId, channelIds: channelAndParent(message) };
  const denial = book.findDenial(visit);
  if (denial !== null) return { kind: 'denied', denial };
  if (address.kind !== 'characters') return address;
  const isAdmitted = (id: string) => book.findCharacterDenial(id) === null;
  const characterIds = address.characterIds.filter(isAdmitted);
  const active = address.active && { ...address.active, characterIds: address.active.characterIds.filter(isAdmitted) };
  const [first] = [...address.characterIds, ...(address.active?.characterIds ?? [])];
  const isAnyAdmitted = characterIds.length > 0 || (active !== undefined && active.characterIds.length > 0);
  if (isAnyAdmitted || first === undefined || address.repliesToOurs)
    return { ...address, characterIds, ...(active && { active }) };
  const ofCharacter = book.findCharacterDenial(first);
  return ofCharacter === null ? address : { kind: 'denied', denial: ofCharacter };
}

function findAddressee(
  message: Message,
  book: AddressBook,
  { ourselves, repliesToOurs, authorId }: { ourselves: Ourselves; repliesToOurs: boolean | null; authorId: string },
): Address | null {
  if (message.type !== MessageType.Default && message.type !== MessageType.Reply) return null;

  if (saysNothing(message)) return null;

  const listener = { authorId, guildId: message.guildId };
  const isDm = message.guildId === null;
  if (repliesToOurs === null) return { kind: 'unseen-reference', messageId: message.reference?.messageId ?? '' };
  const called = book.findMentioned(message.content, listener);
  if (called.length > 0 || repliesToOurs) return charactersAddress(called, { repliesToOurs, isDm });
  if (isDm) return mentionsUs(message, ourselves) ? { kind: 'bot' } : charactersAddress([], { repliesToOurs, isDm });
  const active = book.findActive(channelAndParent(message), listener);
  if (active.length > 0) return activeAddress(message, active, book);
  if (mentionsUs(message, ourselves)) return { kind: 'bot' };
  return BEGINS_WITH_CALL.test(message.content) ? { kind: 'unknown-name' } : null;
}

/** A message that calls nobody where characters are active: they answer it, or it is the word that ends what they say. */
function activeAddress(message: Message, characterIds: string[], book: AddressBook): Address {
  const { channelId, guildId, channel, content } = message;
  const parentId = channel.isThread() ? channel.parentId : null;
  const { whoAnswers, cooldownSeconds, repliesPerMessage, stopWord } = book.settingsOf({
    channelId,
    parentId,
    guildId,
  });
  if (stopWord.value !== null && isWord(content, stopWord.value)) return { kind: 'stop-word' };
  // Which of them speaks up only matters where not all of them answer anyway.
  const named = whoAnswers.value === 'all' ? [] : book.findSpokenOf(content, characterIds);
  return {
    ...charactersAddress([], { repliesToOurs: false, isDm: false }),
    active: {
      characterIds,
      named,
      whoAnswers: whoAnswers.value,
      cooldownSeconds: cooldownSeconds.value ?? 0,
      repliesPerMessage: repliesPerMessage.value,
    },
  };
}

/** Whether somebody says nothing but this, however they write it. */
const isWord = (content: string, word: string): boolean =>
  content.length <= word.length + 20 &&
  fold(content).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '') === fold(word).trim();

/** An `@` with a word behind it, whatever is rendered around it. */
const BEGINS_WITH_CALL = /^[\s*_~|]{0,8}[@\uFF20][*_~|]{0,4}\p{L}/u;

function charactersAddress(
  called: readonly string[],
  place: Pick<CharacterAddress, 'repliesToOurs' | 'isDm'>,
): CharacterAddress {
  return {
    kind: 'characters',
    characterIds: called.slice(0, MAX_CHARACTERS_PER_TRIGGER),
    tooMany: Math.max(0, called.length - MAX_CHARACTERS_PER_TRIGGER),
    ...place,
  };
}

/** A mention that somebody wrote, of the bot or of the role that Discord gave it; replying mentions it too, unwritten. */
function mentionsUs(message: Message, { userId }: Ourselves): boolean {
  const { content, guild } = message;
  if (!content.includes('<@')) return beginsWithOurName(message);
  const roleId = guild?.members.me?.roles.botRole?.id;
  return (
    content.includes(`<@${userId}>`) ||
    content.includes(`<@!${userId}>`) ||
    (roleId !== undefined && content.includes(`<@&${roleId}>`))
  );
}

/** `@Tzurot` typed out by hand, of which the client made no mention. */
function beginsWithOurName({ content, client, guild }: Message): boolean {
  const called = BEGINS_WITH_CALL.exec(content);
  if (called === null) return false;
  // The call ends with the first letter of the name.
  const words = content.slice(called[0].length - 1).toLowerCase();
  const names = [client.user.username, client.user.displayName, guild?.members.me?.displayName];
  return names.some(
    (name) =>
      name !== undefined && words.startsWith(name.toLowerCase()) && !CONTINUES_WORD.test(words.slice(name.length)),
  );
}

const CONTINUES_WORD = /^[\p{L}\p{N}_]/u;

/** A forward has a reference too, but it shows a message and answers none. */
export function isReply({ reference }: Message): boolean {
  return reference?.messageId !== undefined && reference.type === MessageReferenceType.Default;
}

/** Null when that is not known: Discord sends the message referred to along, but the cache is small. */
function repliesToUs(message: Message, ourselves: Ourselves): boolean | null {
  const referencedId = message.reference?.messageId;
  if (message.type !== MessageType.Reply || referencedId === undefined || !isReply(message)) return false;
  const referenced = message.channel.messages.cache.get(referencedId);
  return referenced === undefined ? null : isOurs(referenced, ourselves);
}

export function isOurs({ applicationId, author }: Message, ourselves: Ourselves): boolean {
  return applicationId === ourselves.applicationId || author.id === ourselves.userId;
}

/** Nothing in it could be answered, such as an invitation to an activity. */
function saysNothing({ content, attachments, stickers, poll, messageSnapshots }: Message): boolean {
  return content === '' && attachments.size + stickers.size + messageSnapshots.size === 0 && poll === null;
}

/** A thread has the characters of its parent. */
function channelAndParent(message: Message): string[] {
  const { channel } = message;
  return channel.isThread() && channel.parentId !== null ? [channel.id, channel.parentId] : [message.channelId];
}
