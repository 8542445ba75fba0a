import { findTriggers, listDmChannels, MAX_TRIGGERS_FOUND, snowflakeTimeMs } from '@tzurot/contracts';
import { type Clock, type Log, type RouteClient, waitFor } from '@tzurot/platform';
import { type Client, type Message, PermissionFlagsBits, type TextBasedChannel } from 'discord.js';
import { isFinalForDiscord } from '../discord/is-final.ts';
import type { Intake } from './intake.ts';
import { isNewer, type MarkTracker } from './mark.ts';
import type { Notices } from './notices.ts';

const PAGE = 100;
const CHANNELS_AT_ONCE = 3;
const PAUSE_MS = { first: 1_000, longest: 60_000 } as const;

interface BackfillParts {
  gateway: RouteClient;
  intake: Intake;
  notices: Pick<Notices, 'missed'>;
  clock: Clock;
  log: Log;
  /** Older messages are not answered, only told of: nobody wants yesterday's question answered at breakfast. */
  maxAgeMs: number;
}

export interface LookBack {
  /**
   * Looks at everything that was written while nobody listened: every channel and active thread of a shard
   * whose newest message is newer than the mark, and the direct messages on shard 0. A channel that cannot be read now
   * is tried again behind this; meanwhile its new messages wait, and the mark does not pass what is missing.
   * @returns how many messages were looked at
   */
  over(gap: { shardId: number; since: string; mark: MarkTracker; client: Client<true> }): Promise<number>;
  /** Channels that could not be read yet. */
  countBehind(): number;
  /** Tries nothing again; what is missing is left to the next process. */
  stop(): void;
}

interface Place {
  channelId: string;
  /** Null when there is nothing to look at. */
  open(): Promise<TextBasedChannel | null>;
}

interface Gap {
  since: string;
  mark: MarkTracker;
}

export function createLookBack(parts: BackfillParts): LookBack {
  const { intake, clock, log } = parts;
  /** By channel, what ends the tries. */
  const behind = new Map<string, AbortController>();
  let isStopped = false;

  function tryAgain({ channelId, open }: Place, gap: Gap): void {
    const ending = new AbortController();
    const releaseMark = gap.mark.hold(gap.since);
    const letMessagesPass = intake.holdBack(channelId);
    // A newer look back begins where this one would.
    behind.get(channelId)?.abort();
    behind.set(channelId, ending);

    const read = async () => {
      for (let pauseMs: number = PAUSE_MS.first; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS.longest)) {
        await clock.sleep(pauseMs, ending.signal).catch(() => {});
        if (ending.signal.aborted) return;
        try {
          const seen = await lookAt({ channelId, open }, gap, parts);
          return log.info({ channelId, seen }, 'channel looked at after all');
        } catch (error) {
          if (isFinalForDiscord(error)) return log.info({ err: error, channelId }, 'channel may not be looked at');
          log.warn({ err: error, channelId }, 'channel could not be looked at again');
        }
      }
    };
    const readThenRelease = async () => {
      await read();
      if (isStopped) return;
      if (behind.get(channelId) === ending) behind.delete(channelId);
      releaseMark();
      letMessagesPass();
    };
    void readThenRelease();
  }

  return {
    async over({ shardId, since, mark, client }) {
      const places = [
        ...guildPlaces(shardId, since, client),
        ...(shardId === 0 ? await directPlaces(since, client, parts) : []),
      ];
      let seen = 0;
      const worker = async () => {
        for (let place = places.shift(); place !== undefined; place = places.shift()) {
          const { channelId } = place;
          try {
            seen += await lookAt(place, { since, mark }, parts);
          } catch (error) {
            if (isFinalForDiscord(error)) {
              log.info({ err: error, channelId }, 'channel may not be looked at');
              continue;
            }
            log.warn({ err: error, channelId }, 'channel could not be looked at after the gap, it is tried again');
            tryAgain(place, { since, mark });
          }
        }
      };
      await Promise.all(Array.from({ length: CHANNELS_AT_ONCE }, worker));
      return seen;
    },
    countBehind: () => behind.size,
    stop() {
      isStopped = true;
      for (const ending of behind.values()) ending.abort();
    },
  };
}

async function lookAt({ open }: Place, { since, mark }: Gap, parts: BackfillParts): Promise<number> {
  const channel = await open();
  if (channel === null) return 0;
  const messages = await readSince(channel, since);
  const answered = await parts.intake.findAnswered(messages);
  if (answered.size > 0)
    parts.log.warn(
      { channelId: channel.id, messages: answered.size },
      'answered messages that the ledger does not know',
    );
  const tooOld: string[] = [];
  for (const message of messages) {
    if (answered.has(message.id)) mark.note(message.id);
    else if (!(await receive(message, mark, parts)) && parts.intake.isForCharacters(message)) tooOld.push(message.id);
  }
  await tellOfMissed(channel, tooOld, parts);
  return messages.length;
}

/** The oldest first. */
async function readSince(channel: TextBasedChannel, since: string): Promise<Message[]> {
  const messages: Message[] = [];
  for (let after = since; ; ) {
    const page = await channel.messages.fetch({ after, limit: PAGE, cache: true });
    messages.push(...[...page.values()].toSorted((a, b) => (isNewer(a.id, b.id) ? 1 : -1)));
    const newest = messages.at(-1);
    if (newest === undefined || page.size < PAGE) return messages;
    after = newest.id;
  }
}

/** @returns false for one that is too old to be answered */
async function receive(
  message: Message,
  mark: MarkTracker,
  { intake, clock, maxAgeMs }: BackfillParts,
): Promise<boolean> {
  const ageMs = clock.now().getTime() - snowflakeTimeMs(message.id);
  if (ageMs <= maxAgeMs) {
    await intake.receiveMissed(message, mark);
    return true;
  }
  mark.note(message.id);
  return false;
}

/** Says what gets no answer; the ledger knows what had one, since a mark may stand still for long. */
async function tellOfMissed(
  channel: TextBasedChannel,
  messageIds: readonly string[],
  { gateway, notices }: BackfillParts,
): Promise<void> {
  // The newest are those that somebody may still want an answer to.
  const triggerIds = messageIds.slice(-MAX_TRIGGERS_FOUND);
  if (triggerIds.length === 0) return;
  const known = await gateway.call(findTriggers, { body: { triggerIds } });
  const [first, ...others] = triggerIds.filter((id) => !known.triggerIds.includes(id));
  if (first !== undefined) notices.missed(channel, [first, ...others]);
}

const CAN_READ = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory];

function guildPlaces(shardId: number, since: string, client: Client<true>): Place[] {
  return [...client.channels.cache.values()].flatMap((channel) => {
    if (channel.isDMBased() || !channel.isTextBased() || channel.guild.shardId !== shardId) return [];
    if (channel.lastMessageId === null || !isNewer(channel.lastMessageId, since)) return [];
    if (channel.permissionsFor(client.user.id)?.has(CAN_READ) !== true) return [];
    return [{ channelId: channel.id, open: async () => channel }];
  });
}

/** Those the ledger knows, and those this process has met, in which nothing was accepted yet. */
async function directPlaces(since: string, client: Client<true>, { gateway, log }: BackfillParts): Promise<Place[]> {
  // Giving up would leave every new message waiting behind a look back that never ends.
  const { channelIds } = await waitFor('direct channels', () => gateway.call(listDmChannels), { log });
  const met = client.channels.cache.filter((channel) => channel.isDMBased()).map(({ id }) => id);
  return [...new Set([...channelIds, ...met])].map((channelId) => ({
    channelId,
    async open() {
      const channel = await client.channels.fetch(channelId, { force: true });
      if (!channel?.isTextBased() || !channel.isDMBased()) return null;
      const { lastMessageId } = channel;
      return lastMessageId && isNewer(lastMessageId, since) ? channel : null;
    },
  }));
}
