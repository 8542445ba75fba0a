import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeMemories } from '@tzurot/ai-worker';
import { type Exchange, migrateDatabase, type OpenMemory, openMemory, type Pair } from '@tzurot/api-gateway';
import { type Place, snowflakeAt } from '@tzurot/contracts';
import { startLocalPostgres } from '@tzurot/local-postgres';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';

/** As `memory-bench/README.md` of the shared folder describes it; the data is not part of this repository. */
const Conversations = z.array(
  z.object({
    sample_id: z.string(),
    speakers: z.tuple([z.string(), z.string()]),
    sessions: z.array(
      z.object({
        date_time: z.string(),
        turns: z.array(
          z.object({ id: z.string(), speaker: z.string(), text: z.string(), image_caption: z.string().nullish() }),
        ),
      }),
    ),
    questions: z.array(
      z.object({ question: z.string(), category: z.number(), evidence: z.array(z.string()).nullish() }),
    ),
  }),
);
type Conversation = z.infer<typeof Conversations>[number];

const CATEGORIES: Record<number, string> = { 1: 'multi-hop', 2: 'temporal', 3: 'open-domain', 4: 'single-hop' };
/** Asks about the wrong speaker, so that finding much is no virtue. */
const ADVERSARIAL = 5;
const MUCH_TOKENS = 20_000;
const PROMPT_TOKENS = 800;
const DISTRACTORS = 10;
const HALF_MINUTE_MS = 30_000;
/** When the questions are asked: after everything was said. */
const ASKED_AT = new Date('2024-12-01T12:00:00Z');
const CHANNEL_ID = '1000000000000000001';
const PLACE: Place = {
  kind: 'dm',
  channelId: CHANNEL_ID,
  reach: 'owner_dm',
  quotableChannelIds: [],
  isAgeRestricted: false,
};

/** Of one question: shares of its evidence, in [0, 1]. */
interface Found {
  category: string;
  at5: number;
  at10: number;
  at20: number;
  /** Of the evidence turns that stand in the prompt's section at 800 tokens. */
  arrives: number;
  ms: number;
}

export interface MemoryFigures {
  /** By kind of question, and `all` of them. */
  byCategory: Map<string, Omit<Found, 'category'>>;
  tenfold: Omit<Found, 'category'>;
}

/** Where the data is; null on a machine that lacks it. */
export function findMemoryData(): string | null {
  const file = join(process.env['TZUROT_SHARED_DIR'] ?? '', 'memory-bench/locomo-dev.json');
  return process.env['TZUROT_SHARED_DIR'] !== undefined && existsSync(file) ? file : null;
}

/** Keeps conversations, asks each question as a turn would, and looks for its evidence in the section of the prompt. */
export async function measureMemory(file: string): Promise<MemoryFigures> {
  const conversations = Conversations.parse(JSON.parse(readFileSync(file, 'utf8')));
  const alone = await withMemory(async (memory) => {
    const found: Found[] = [];
    for (const conversation of conversations) {
      const pair = await memory.addPair(...conversation.speakers);
      const told = await tell(memory, pair, conversation);
      found.push(...(await askAll(memory, pair, conversation, told)));
    }
    return found;
  });
  const tenfold = await withMemory(async (memory) => {
    const pair = await memory.addPair('Dana', 'Lilith');
    const told: Map<string, string>[] = [];
    for (const conversation of [...conversations, ...madeUp(conversations)])
      told.push(await tell(memory, pair, conversation));
    const found: Found[] = [];
    for (const [index, conversation] of conversations.entries())
      found.push(...(await askAll(memory, pair, conversation, told[index] ?? new Map())));
    return found;
  });
  const groups = Map.groupBy(alone, ({ category }) => category);
  return {
    byCategory: new Map([['all', mean(alone)], ...[...groups].map(([name, found]) => [name, mean(found)] as const)]),
    tenfold: mean(tenfold),
  };
}

async function withMemory<Result>(work: (memory: OpenMemory) => Promise<Result>): Promise<Result> {
  const database = await startLocalPostgres({ memory: true });
  await migrateDatabase({ url: database.url });
  const memory = openMemory({ url: database.url });
  try {
    return await work(memory);
  } finally {
    await memory.close();
    await database.close();
  }
}

/** @returns the Discord id of each turn */
async function tell(memory: OpenMemory, pair: Pair, conversation: Conversation): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const exchanges: Exchange[] = [];
  for (const { date_time: date, turns } of conversation.sessions) {
    const startMs = readDate(date);
    const sessionId = uuidV7();
    for (let index = 0; index < turns.length; ) {
      const asks = turns[index]?.speaker === conversation.speakers[0];
      const pairOfTurns = turns.slice(index, index + (asks ? 2 : 1));
      const said = pairOfTurns.map(({ id, speaker, text, image_caption: caption }, offset) => {
        const at = new Date(startMs + (index + offset) * HALF_MINUTE_MS);
        const messageId = String(BigInt(snowflakeAt(at.getTime())) + BigInt(ids.size % 4_096));
        ids.set(id, messageId);
        const isPerson = speaker === conversation.speakers[0];
        return {
          speaker: isPerson ? ('person' as const) : ('character' as const),
          personId: isPerson ? CHANNEL_ID : null,
          name: speaker,
          text: `${text} ${caption ?? ''}`.trim(),
          messageIds: [messageId],
          at,
        };
      });
      const firstAt = said[0]?.at ?? new Date(startMs);
      exchanges.push({
        ownerId: pair.ownerId,
        characterId: pair.characterId,
        turnId: uuidV7(),
        place: PLACE,
        said,
        last: { sessionId, seq: index - 1, at: firstAt },
      });
      index += pairOfTurns.length;
    }
  }
  await memory.keep(exchanges);
  return ids;
}

async function askAll(
  memory: OpenMemory,
  pair: Pair,
  conversation: Conversation,
  told: ReadonlyMap<string, string>,
): Promise<Found[]> {
  const texts = new Map(conversation.sessions.flatMap(({ turns }) => turns.map(({ id, text }) => [id, text] as const)));
  const found: Found[] = [];
  for (const { question, category, evidence } of conversation.questions) {
    if (!evidence?.length || category === ADVERSARIAL) continue;
    const startedAt = performance.now();
    const ranked = await memory.recall(pair, { query: question, place: PLACE, maxTokens: MUCH_TOKENS });
    const ms = performance.now() - startedAt;
    const best = ranked.toSorted((a, b) => b.score - a.score).map(({ messageIds }) => messageIds[0]);
    const among = (count: number) => {
      const first = new Set(best.slice(0, count));
      return evidence.filter((id) => first.has(told.get(id))).length / evidence.length;
    };
    const shown = await memory.recall(pair, { query: question, place: PLACE, maxTokens: PROMPT_TOKENS });
    const { text, tokens } = writeMemories(shown, ASKED_AT);
    if (tokens > PROMPT_TOKENS) throw new Error(`a section of ${tokens} tokens where ${PROMPT_TOKENS} were allowed`);
    const arrived = evidence.filter((id) => text.includes(firstLine(texts.get(id) ?? id)));
    found.push({
      category: CATEGORIES[category] ?? `category ${category}`,
      at5: among(5),
      at10: among(10),
      at20: among(20),
      arrives: arrived.length / evidence.length,
      ms,
    });
  }
  return found;
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? text;

/** Talk that nobody held: halves of turns from everywhere, so that there is ten times as much to find the same in. */
function madeUp(conversations: readonly Conversation[]): Conversation[] {
  const texts = conversations.flatMap(({ sessions }) => sessions.flatMap(({ turns }) => turns.map(({ text }) => text)));
  let state = 7;
  const any = (): string[] => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (texts[state % texts.length] ?? '').split(' ');
  };
  return Array.from({ length: Math.max(0, DISTRACTORS - conversations.length) }, (_, number) => {
    const like = conversations[number % conversations.length];
    const speakers: [string, string] = [`Samara${number}`, `Kimball${number}`];
    const sessions = (like?.sessions ?? []).map((session) => ({
      ...session,
      turns: session.turns.map(({ id }, index) => {
        const [one, other] = [any(), any()];
        const words = [...one.slice(0, one.length / 2), ...other.slice(other.length / 2)];
        return { id, speaker: speakers[index % 2] ?? '', text: words.join(' ') };
      }),
    }));
    return { sample_id: `made up ${number}`, speakers, sessions, questions: [] };
  });
}

function readDate(text: string): number {
  const [time = '', date = ''] = text.split(' on ');
  return Date.parse(`${date.replace(',', '')} ${time} UTC`);
}

function mean(found: readonly Found[]): Omit<Found, 'category'> {
  const of = (read: (one: Found) => number) => found.reduce((sum, one) => sum + read(one), 0) / found.length;
  return {
    at5: of(({ at5 }) => at5),
    at10: of(({ at10 }) => at10),
    at20: of(({ at20 }) => at20),
    arrives: of(({ arrives }) => arrives),
    ms: of(({ ms }) => ms),
  };
}
