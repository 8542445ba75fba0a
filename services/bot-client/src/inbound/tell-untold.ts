import { listUntoldTurns, markTurnTold, type UntoldTurn } from '@tzurot/contracts';
import type { Clock, Log, RouteClient, SharedState } from '@tzurot/platform';
import { say } from '@tzurot/words';
import type { Client, MessageCreateOptions, SendableChannels, TextBasedChannel } from 'discord.js';
import { undeliveredView } from '../actions/undelivered/undelivered-view.ts';
import { isFinalForDiscord } from '../discord/is-final.ts';
import { toMessage } from '../ui/view.ts';

const LOOK_EVERY_MS = 3_000;
/** Another process may try when this one did not get to the end. */
const CLAIMED_FOR_MS = 60_000;
const MAX_CHARACTERS = 2_000;

interface TellingParts {
  client: Client<true>;
  gateway: RouteClient;
  state: SharedState;
  clock: Clock;
  log: Log;
}

/** Tells people of turns that ended without a word in their channel, once each, with the reply where there is one. */
export function startTelling(parts: TellingParts): { stop(): Promise<void> } {
  const { clock, log } = parts;
  const stopping = new AbortController();
  const running = (async () => {
    for (;;) {
      await clock.sleep(LOOK_EVERY_MS, stopping.signal).catch(() => {});
      if (stopping.signal.aborted) return;
      await tellUntold(parts).catch((error: unknown) => log.debug({ err: error }, 'nobody could be told'));
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Everybody who waits to be told by now. Whom Discord cannot take it to now is told later. */
export async function tellUntold(parts: TellingParts): Promise<void> {
  const { gateway, state, log } = parts;
  const { turns } = await gateway.call(listUntoldTurns);
  for (const turn of turns) {
    const { turnId } = turn;
    if (!(await state.claimOnce(`untold:${turnId}`, { ttlMs: CLAIMED_FOR_MS }))) continue;
    try {
      const isTold = turn.outcome === 'undelivered' ? await bring(turn, parts) : await apologize(turn, parts);
      await gateway.call(markTurnTold, { params: { turnId } });
      if (!isTold) log.warn({ turnId }, 'nobody could be told how a turn ended');
    } catch (error) {
      log.warn({ err: error, turnId }, 'asker could not be told yet');
    }
  }
}

/** The reply, for the asker alone: who else may read it is known only of the place where it could not be said. */
async function bring(turn: UntoldTurn, parts: TellingParts): Promise<boolean> {
  const facts = { name: turn.characterName, link: linkTo(turn) };
  if (await sendToAsker(turn, withText(say('inbound.undelivered', facts), turn.text ?? ''), parts)) return true;
  const channel = await findChannel(turn.channelId, parts);
  const content = `<@${turn.askerId}> ${say('inbound.undelivered-elsewhere', facts)}`;
  const notice = { ...toMessage(undeliveredView(content, turn)), allowedMentions: { users: [turn.askerId] } };
  return sayNearby(turn, channel, notice, parts);
}

async function apologize(turn: UntoldTurn, parts: TellingParts): Promise<boolean> {
  const channel = await findChannel(turn.channelId, parts);
  const facts = { name: turn.characterName, link: linkTo(turn) };
  const reason = turn.text === null ? null : withText(say('inbound.unanswered-because', facts), turn.text);
  const notice = { content: say(turn.outcome === 'nowhere' ? 'inbound.nowhere' : 'inbound.unanswered', facts) };
  if (turn.outcome === 'unanswered' && reason === null && isOpen(channel)) {
    const reply = { messageReference: turn.triggerId, failIfNotExists: false };
    if (await unlessRefused(() => channel.send({ ...notice, reply, ...nonceOf(turn) }))) return true;
  }
  if (await sendToAsker(turn, reason ?? notice, parts)) return true;
  const content = `<@${turn.askerId}> ${notice.content}`;
  return sayNearby(turn, channel, { content, allowedMentions: { users: [turn.askerId] } }, parts);
}

async function sendToAsker(turn: UntoldTurn, message: MessageCreateOptions, { client }: TellingParts) {
  return unlessRefused(async () => {
    const asker = await client.users.fetch(turn.askerId);
    await asker.send({ ...message, ...nonceOf(turn) });
  });
}

/** Where the message was written, else in the channel of its thread. */
async function sayNearby(
  turn: UntoldTurn,
  channel: TextBasedChannel | null,
  message: MessageCreateOptions,
  parts: TellingParts,
): Promise<boolean> {
  for (const place of [channel, turn.parentId === null ? null : await findChannel(turn.parentId, parts)])
    if (isOpen(place) && (await unlessRefused(() => place.send({ ...message, ...nonceOf(turn) })))) return true;
  return false;
}

/** Takes messages. What a moderator has locked or archived stays so, though the bot might be able to write there. */
function isOpen(channel: TextBasedChannel | null): channel is SendableChannels {
  if (channel === null || !channel.isSendable()) return false;
  return !channel.isThread() || !(channel.locked === true || channel.archived === true);
}

async function findChannel(channelId: string, { client }: TellingParts): Promise<TextBasedChannel | null> {
  try {
    const channel = await client.channels.fetch(channelId);
    return channel?.isTextBased() ? channel : null;
  } catch (error) {
    if (isFinalForDiscord(error)) return null;
    throw error;
  }
}

/** False when Discord will never have it. */
async function unlessRefused(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (isFinalForDiscord(error)) return false;
    throw error;
  }
}

function linkTo({ guildId, channelId, triggerId }: UntoldTurn): string {
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${triggerId}`;
}

/** A text that is too long for a message comes as a file. */
function withText(intro: string, text: string): Pick<MessageCreateOptions, 'content' | 'files'> {
  const content = `${intro}\n\n${text}`;
  if (content.length <= MAX_CHARACTERS) return { content };
  return { content: intro, files: [{ attachment: Buffer.from(text), name: 'reply.txt' }] };
}

const nonceOf = ({ turnId }: UntoldTurn) => ({ nonce: turnId.replaceAll('-', '').slice(-25), enforceNonce: true });
