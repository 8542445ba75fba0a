import { randomUUID } from 'node:crypto';
import {
  acceptTrigger,
  finishReply,
  getAddressBook,
  openTurn,
  type Place,
  recallMemories,
  renewTurn,
  settleTurn,
  snowflakeAt,
  type Trigger,
} from '@tzurot/contracts';
import { createLog, createRouteClient, type RouteClient } from '@tzurot/platform';
import { Client } from 'pg';
import { percentile } from '../arithmetic.ts';
import { createChatter } from '../people/chatter.ts';
import type { Stage } from '../stage/stage.ts';

/** Milliseconds for one call of the route, on the caller's side. */
export interface Recall {
  memories: number;
  p50: number;
  p95: number;
}

interface Gateway {
  bot: RouteClient;
  worker: RouteClient;
}

const CHANNELS = 8;
/** Those that are left without the words that stand everywhere. */
const WORDS_OF_A_QUESTION = 6;
const WORDS_OF_A_MESSAGE = 12;
const MEMORY_TOKENS = 1_500;
const WARM_UP_QUERIES = 50;
/** So many are asked before the lease of the turn that asks has to be renewed. */
const QUERIES_PER_LEASE = 50;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** After so many exchanges everybody sleeps, which ends a session. */
const EXCHANGES_PER_DAY = 100;

/** One person tells one character so much; then asks. */
export async function measureRecall(
  { gatewayUrl, databaseUrl, tokens }: Stage,
  { memories, queries }: { memories: number; queries: number },
): Promise<Recall> {
  const log = createLog({ service: 'bench', level: 'warn' });
  const client = (credential: string) => createRouteClient({ baseUrl: gatewayUrl, credential, log });
  const gateway: Gateway = { bot: client(tokens.bot), worker: client(tokens.worker) };
  try {
    const { addressees } = await gateway.bot.call(getAddressBook);
    const characterId = addressees.find(({ name }) => name === 'Lilith')?.characterId;
    if (characterId === undefined) throw new Error('Lilith is not there');
    const person = createTeller(characterId, gateway);
    await person.tell(memories);
    await takeStatistics(databaseUrl);
    return { memories, ...(await person.ask(queries)) };
  } finally {
    await Promise.all([gateway.bot.close(), gateway.worker.close()]);
  }
}

function createTeller(characterId: string, { bot, worker }: Gateway) {
  const chatter = createChatter(42);
  let lastId = BigInt(snowflakeAt(Date.now() - 300 * DAY_MS));
  const newId = (afterMs = 5 * MINUTE_MS) => {
    lastId += BigInt(afterMs) << 22n;
    return String(lastId);
  };
  const author = { id: newId(), name: 'Dana', username: 'dana' };
  const guildId = newId();
  const channelIds = Array.from({ length: CHANNELS }, () => newId());
  const places = channelIds.map(
    (channelId): Place => ({
      kind: 'channel',
      channelId,
      guildId,
      reach: 'guild',
      quotableChannelIds: channelIds.filter((id) => id !== channelId),
      isAgeRestricted: false,
    }),
  );

  async function open(place: Place) {
    const trigger: Trigger = {
      id: newId(),
      kind: 'message',
      place,
      author,
      content: chatter.sentence(WORDS_OF_A_MESSAGE),
      attachments: [],
    };
    const { turns } = await bot.call(acceptTrigger, { body: { trigger, characterIds: [characterId] } });
    const turnId = turns[0]?.turnId ?? '';
    const turn = await worker.call(openTurn, { params: { turnId }, body: { leaseKey: randomUUID() } });
    if (turn.stage !== 'open') throw new Error(`a turn that nobody else wants is ${turn.stage}`);
    return turn;
  }

  async function exchange(place: Place): Promise<void> {
    const { turnId, fence } = await open(place);
    const text = chatter.sentence(WORDS_OF_A_MESSAGE);
    await worker.call(finishReply, {
      params: { turnId },
      body: {
        fence,
        kind: 'reply',
        text,
        state: 'complete',
        chunks: [{ text, hash: 'a'.repeat(64) }],
        outlet: null,
        calls: [],
      },
    });
    const sent = [{ chunk: 0, messageId: newId(2_000), outlet: null }];
    await worker.call(settleTurn, { params: { turnId }, body: { fence, outcome: 'delivered', sent } });
  }

  return {
    /** An exchange leaves two memories: what was asked, and what was answered. */
    async tell(memories: number): Promise<void> {
      let left = memories / 2;
      const inChannel = async (place: Place) => {
        while (left > 0) {
          left -= 1;
          if (left % EXCHANGES_PER_DAY === 0) newId(DAY_MS / 3);
          await exchange(place);
        }
      };
      await Promise.all(places.map(inChannel));
    },
    async ask(queries: number): Promise<{ p50: number; p95: number }> {
      const [place] = places;
      if (place === undefined) throw new Error('there is a channel');
      const { turnId, fence } = await open(place);
      const times: number[] = [];
      for (let index = 0; index < WARM_UP_QUERIES + queries; index += 1) {
        if (index % QUERIES_PER_LEASE === 0) await worker.call(renewTurn, { params: { turnId }, body: { fence } });
        const body = {
          fence,
          query: chatter.sentence(WORDS_OF_A_QUESTION),
          maxTokens: MEMORY_TOKENS,
          excludeMessageIds: [],
        };
        const startedAt = performance.now();
        await worker.call(recallMemories, { params: { turnId }, body });
        if (index >= WARM_UP_QUERIES) times.push(performance.now() - startedAt);
      }
      return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
    },
  };
}

/** As a database does by itself within a minute of being told so much. */
async function takeStatistics(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('ANALYZE memory_items');
  await client.end();
}
