import { listUntoldTurns, markTurnTold, type UntoldTurn } from '@tzurot/contracts';
import type { Clock, Log, RouteClient, SharedState } from '@tzurot/platform';
import { say } from '@tzurot/words';
import type { Client, MessageCreateOptions, TextBasedChannel } from 'discord.js';
import { isFinalForDiscord } from '../discord/is-final.ts';

const LOOK_EVERY_MS = 10_000;
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
  const channel = await findChannel(turn, parts);
  const facts = { name: turn.characterName, link: linkTo(turn, channel) };
  const isSent = await unlessRefused(async () => {
    const asker = await parts.client.users.fetch(turn.askerId);
    await asker.send({ ...withText(say('inbound.undelivered', facts), turn.text ?? ''), ...nonceOf(turn) });
  });
  if (isSent) return true;
  const content = `<@${turn.askerId}> ${say('inbound.undelivered-elsewhere', facts)}`;
  const beside = channel?.isThread() ? channel.parent : channel;
  if (!beside?.isSendable()) return false;
  return unlessRefused(() => beside.send({ content, allowedMentions: { users: [turn.askerId] }, ...nonceOf(turn) }));
}

async function apologize(turn: UntoldTurn, parts: TellingParts): Promise<boolean> {
  const channel = await findChannel(turn, parts);
  const content = say('inbound.unanswered', { name: turn.characterName, link: linkTo(turn, channel) });
  if (channel?.isSendable()) {
    const reply = { messageReference: turn.triggerId, failIfNotExists: false };
    if (await unlessRefused(() => channel.send({ content, reply, ...nonceOf(turn) }))) return true;
  }
  return unlessRefused(async () => {
    const asker = await parts.client.users.fetch(turn.askerId);
    await asker.send({ content, ...nonceOf(turn) });
  });
}

async function findChannel({ channelId }: UntoldTurn, { client }: TellingParts): Promise<TextBasedChannel | null> {
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

function linkTo({ channelId, triggerId }: UntoldTurn, channel: TextBasedChannel | null): string {
  const guildId = channel === null || channel.isDMBased() ? '@me' : channel.guildId;
  return `https://discord.com/channels/${guildId}/${channelId}/${triggerId}`;
}

/** A text that is too long for a message comes as a file. */
function withText(intro: string, text: string): Pick<MessageCreateOptions, 'content' | 'files'> {
  const content = `${intro}\n\n${text}`;
  if (content.length <= MAX_CHARACTERS) return { content };
  return { content: intro, files: [{ attachment: Buffer.from(text), name: 'reply.txt' }] };
}

const nonceOf = ({ turnId }: UntoldTurn) => ({ nonce: turnId.replaceAll('-', '').slice(-25), enforceNonce: true });
