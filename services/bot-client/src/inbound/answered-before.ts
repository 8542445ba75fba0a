import { findTriggers, findUnknownPosts, MAX_TRIGGERS_FOUND } from '@tzurot/contracts';
import type { Clock, RouteClient } from '@tzurot/platform';
import type { Message } from 'discord.js';
import type { AddressBook } from './address-book.ts';
import { findAddress, isOurs, type Ourselves } from './filter.ts';
import { isNewer } from './mark.ts';

const ASK_AGAIN_AFTER_MS = 1_000;
/** Longer than a worker needs to find out what became of a post. */
const ASKS = 30;

interface Parts {
  book: AddressBook;
  gateway: RouteClient;
  clock: Clock;
  ourselves: () => Ourselves;
}

/**
 * Of the messages of one channel, the oldest first, those that the ledger does not know and that a character has answered
 * all the same: the ledger was restored from a backup, or lost its last rows. They are told by replies that stand behind them
 * and that no turn has on record. Each reply answers one message, the oldest that it can.
 */
export async function findAnsweredBefore(messages: readonly Message[], parts: Parts): Promise<ReadonlySet<string>> {
  const { gateway } = parts;
  const asked = messages.flatMap((message) => {
    const address = findAddress(message, parts.book, parts.ourselves());
    if (address?.kind === 'unseen-reference') return [{ message, characterIds: [] }];
    return address?.kind === 'characters' ? [{ message, characterIds: address.characterIds }] : [];
  });
  const said = messages.flatMap((message) => {
    const name = speakerOf(message, parts.ourselves());
    return name === null ? [] : [{ id: message.id, name }];
  });
  const [oldest] = asked;
  const mayAnswer = said.filter(({ id }) => oldest !== undefined && isNewer(id, oldest.message.id));
  if (mayAnswer.length === 0) return new Set();

  const triggerIds = asked.map(({ message }) => message.id);
  const known = new Set<string>();
  for (const part of partsOf(triggerIds))
    for (const id of (await gateway.call(findTriggers, { body: { triggerIds: part } })).triggerIds) known.add(id);
  const unknown = asked.filter(({ message }) => !known.has(message.id));
  const [first] = unknown;
  if (first === undefined) return new Set();

  const behind = mayAnswer.filter(({ id }) => isNewer(id, first.message.id));
  const unrecorded = await findUnrecorded(
    first.message.channelId,
    behind.map(({ id }) => id),
    parts,
  );
  const replies = behind.filter(({ id }) => unrecorded.has(id));
  const taken = new Set<string>();
  const answered = unknown.filter(({ message, characterIds }) => {
    const listener = { authorId: message.author.id, guildId: message.guildId };
    const isCalled = (name: string) =>
      characterIds.length === 0 || characterIds.includes(parts.book.findNamed(name, listener) ?? '');
    const reply = replies.find(({ id, name }) => !taken.has(id) && isNewer(id, message.id) && isCalled(name));
    if (reply !== undefined) taken.add(reply.id);
    return reply !== undefined;
  });
  return new Set(answered.map(({ message }) => message.id));
}

/** Of these messages of ours, those that no post has on record, once no send in their channel is in doubt. */
async function findUnrecorded(
  channelId: string,
  messageIds: readonly string[],
  { gateway, clock }: Parts,
): Promise<ReadonlySet<string>> {
  for (let asks = 1; messageIds.length > 0 && asks <= ASKS; asks += 1) {
    const found = [];
    for (const part of partsOf(messageIds))
      found.push(await gateway.call(findUnknownPosts, { body: { channelId, messageIds: part } }));
    const unrecorded = found.flatMap((part) => part.messageIds);
    if (unrecorded.length === 0 || found.every(({ isSending }) => !isSending)) return new Set(unrecorded);
    await clock.sleep(ASK_AGAIN_AFTER_MS);
  }
  return new Set();
}

function partsOf(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / MAX_TRIGGERS_FOUND);
  return Array.from({ length: count }, (_, part) =>
    ids.slice(part * MAX_TRIGGERS_FOUND, (part + 1) * MAX_TRIGGERS_FOUND),
  );
}

/** The name under which a character has said it; null when it is no character's. */
function speakerOf(message: Message, ourselves: Ourselves): string | null {
  if (!isOurs(message, ourselves)) return null;
  if (message.webhookId !== null && message.interactionMetadata === null) return message.author.username;
  return /^\*\*([^*\n]{1,80}):\*\*\s/.exec(message.content)?.[1] ?? null;
}
