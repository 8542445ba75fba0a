import { snowflakeTimeMs } from '@tzurot/contracts';
import { type Drill, type Sight, talkAndKill, waitForTheEnd } from './drill.ts';
import { type Backend, type Installation, startInstallation } from './installation.ts';
import type { Reply, Verdict } from './judge.ts';
import { type Ledger, type LedgerState, openLedger } from './ledger.ts';
import { paceWithinLimit } from './pace-within-limit.ts';
import { askForSlowReplies, enterPeople, type People } from './people.ts';
import { PLACES, type Place, readerOf } from './places.ts';
import { planKills, planMishaps } from './plan-kills.ts';
import { planPosts } from './plan-posts.ts';
import { createRandom } from './random.ts';
import { LONG_QUOTE } from './read-replies.ts';
import { tellsOf } from './read-told.ts';

export interface DrillOptions {
  backend: Backend;
  /** Replies that all messages ask for together. */
  turns: number;
  kills: number;
  /** The same seed gives the same messages, kills and mishaps. */
  seed: number;
  /** An empty one, for data and logs. */
  directory: string;
  /** Told what happens, in a line each. */
  tell: (line: string) => void;
}

export interface DrillResult {
  verdict: Verdict;
  ledger: LedgerState;
  /** Asked, and neither answered nor told why not. */
  uninformed: number;
  messages: number;
  /** By victim. */
  kills: ReadonlyMap<string, number>;
  /** Kills that came at their moment of sending. */
  killsWhileSending: number;
  /** By kind. */
  mishaps: ReadonlyMap<string, number>;
  /** Services that ended although nobody killed them. */
  ends: string[];
  durationMs: number;
  /** From a message to its first reply. */
  medianReplyMs: number;
  slowestReplyMs: number;
  /** What the ledger has on everything that went wrong. */
  stories: Story[];
}

export interface Story {
  title: string;
  lines: string[];
}

/** Between two messages, on average. */
const PAUSE_MS = 330;

/** Lets people talk while processes are killed, waits until everything is answered or nothing moves any more, and judges. */
export async function runDrill(options: DrillOptions): Promise<DrillResult> {
  const { backend, directory, tell } = options;
  const startedAt = performance.now();
  const ends: string[] = [];
  const onEnd = (what: string) => {
    ends.push(what);
    tell(`by itself: ${what}`);
  };
  const installation = await startInstallation({ backend, directory, onEnd });
  let people: People | undefined;
  try {
    people = await enterPeople(installation.discord.url);
    const drill = await prepareDrill(options, { installation, people });
    const { posts, kills, mishaps } = drill;
    tell(`${posts.length} messages, ${kills.length} kills, ${mishaps.length} mishaps`);
    const killsWhileSending = await talkAndKill(drill);
    tell('waiting for the last replies');
    const end = await waitForTheEnd(drill);
    return {
      verdict: end.verdict,
      ledger: end.ledger,
      messages: posts.length,
      kills: count(kills.map(({ victim }) => victim)),
      killsWhileSending,
      mishaps: count(mishaps.map(({ kind }) => kind)),
      ends,
      durationMs: performance.now() - startedAt,
      ...measureReplies(drill, end),
      uninformed: await countUninformed(end, drill.ledger),
      stories: await tellStories(end.verdict, drill.ledger),
    };
  } finally {
    for (const person of Object.values(people ?? {})) person.leaves();
    await installation.stop();
  }
}

async function prepareDrill(
  { turns, kills: killCount, seed, tell }: DrillOptions,
  { installation, people }: { installation: Installation; people: People },
): Promise<Drill> {
  const random = createRandom(seed);
  const posts = paceWithinLimit(planPosts({ turns, random, pauseMs: PAUSE_MS }));
  const kills = planKills(posts, { kills: killCount, victims: installation.victimNames, random });
  const mishaps = planMishaps(posts, { kills, random, hasRedis: installation.victimNames.includes('redis') });

  const channelIds = new Map<Place, string>();
  for (const place of PLACES) {
    const channelId = place.channelId ?? (await people[readerOf(place)].opensDirect());
    channelIds.set(place, channelId);
    if (place.active !== null) await people.ada.uses('/channel activate', { character: place.active }, channelId);
  }
  await askForSlowReplies(people);
  const ledger = openLedger(installation.around.databaseUrl);
  return { installation, ledger, people, channelIds, posts, kills, mishaps, asked: [], tell };
}

function measureReplies({ asked }: Drill, { replies }: Sight): { medianReplyMs: number; slowestReplyMs: number } {
  const short = replies.filter(({ quote }) => quote !== LONG_QUOTE);
  const times = asked.flatMap(({ messageId, quote, place }) => {
    const isFirst = (reply: Reply) =>
      reply.quote === quote && reply.place === place && BigInt(reply.messageId) > BigInt(messageId);
    const first = short.find(isFirst);
    return first === undefined ? [] : [snowflakeTimeMs(first.messageId) - snowflakeTimeMs(messageId)];
  });
  times.sort((a, b) => a - b);
  return { medianReplyMs: times[Math.floor(times.length / 2)] ?? 0, slowestReplyMs: times.at(-1) ?? 0 };
}

/** Of those who got no reply, those who were not told either. */
async function countUninformed({ verdict, messages }: Sight, ledger: Ledger): Promise<number> {
  let uninformed = 0;
  for (const fault of verdict.faults) {
    if (fault.kind !== 'lost') continue;
    const { messageId } = fault.asked;
    const isTold =
      messages.some((message) => tellsOf(message, messageId)) || (await ledger.hasTold(messageId, fault.character));
    if (!isTold) uninformed += 1;
  }
  return uninformed;
}

async function tellStories({ faults }: Verdict, ledger: Ledger): Promise<Story[]> {
  const stories: Story[] = [];
  for (const fault of faults) {
    if ('reply' in fault) {
      const { character, place, quote, messageId } = fault.reply;
      const title = `${fault.kind}: ${character} in ${place}, ${quote ?? 'a notice'} (${messageId})`;
      stories.push({ title, lines: [] });
      continue;
    }
    const { asked, character, kind } = fault;
    const lines = await ledger.tell(asked.messageId, character).catch((error: unknown) => [String(error)]);
    stories.push({ title: `${kind}: ${character} in ${asked.place}, ${asked.text} (${asked.messageId})`, lines });
  }
  return stories;
}

function count(names: readonly string[]): Map<string, number> {
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
