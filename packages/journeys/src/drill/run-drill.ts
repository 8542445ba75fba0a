import { setTimeout as delay } from 'node:timers/promises';
import { activateChannel, snowflakeTimeMs } from '@tzurot/contracts';
import { defaultWorld, type LocalDiscord } from '@tzurot/local-discord';
import { createLog, createRouteClient } from '@tzurot/platform';
import { type Backend, type Installation, startInstallation } from './installation.ts';
import { type Asked, judge, type Reply, type Verdict } from './judge.ts';
import { type Ledger, type LedgerState, openLedger } from './ledger.ts';
import { createPeople, type People } from './people.ts';
import { type PersonName, PLACES, type Place } from './places.ts';
import { type PlannedKill, planKills } from './plan-kills.ts';
import { type PlannedPost, planPosts } from './plan-posts.ts';
import { createRandom } from './random.ts';
import { prepareMoment, strike } from './strike.ts';

export interface DrillOptions {
  backend: Backend;
  /** Replies that all messages ask for together. */
  turns: number;
  kills: number;
  /** The same seed gives the same messages and kills. */
  seed: number;
  /** An empty one, for data and logs. */
  directory: string;
  /** Told what happens, in a line each. */
  tell: (line: string) => void;
}

export interface DrillResult {
  verdict: Verdict;
  ledger: LedgerState;
  messages: number;
  kills: { victim: string; count: number }[];
  /** Kills at a moment of sending, as planned. */
  killsWhileSending: number;
  /** Services that ended although nobody killed them. */
  ends: string[];
  durationMs: number;
  /** From a message to the first character's reply. */
  medianReplyMs: number;
  slowestReplyMs: number;
  /** What the ledger has on each turn that went wrong. */
  stories: { title: string; lines: string[] }[];
}

const PAUSE_MS = 330;
/** Before anything is killed: until the direct channels are known. */
const FIRST_REPLIES_WITHIN_MS = 60_000;
/** Without any progress for so long, what is missing will not come. */
const STALLED_AFTER_MS = 100_000;
const LOOK_EVERY_MS = 500;
/** For replies that nobody expects any more. */
const LINGER_MS = 3_000;

/** Lets people talk while processes are killed, waits until everything is answered or nothing moves any more, and judges. */
export async function runDrill(options: DrillOptions): Promise<DrillResult> {
  const { backend, directory, tell } = options;
  const ends: string[] = [];
  const startedAt = performance.now();
  const installation = await startInstallation({
    backend,
    directory,
    onEnd(what) {
      ends.push(what);
      tell(`!! ${what}`);
    },
  });
  try {
    const ledger = openLedger(installation.around.databaseUrl);
    const people = createPeople(installation.around.discord.apiUrl ?? '');
    await activateChannels(installation, ledger);
    const drill = await prepareDrill(options, { installation, ledger, people });
    tell(`${drill.posts.length} messages, ${drill.kills.length} kills`);
    const struck = await act(drill, tell);
    tell('waiting for the last replies');
    const end = await waitForTheEnd(drill);
    const { median, slowest } = replyTimes(drill.asked, end.replies);
    return {
      verdict: end.verdict,
      ledger: end.ledger,
      messages: drill.asked.length,
      kills: countBy(drill.kills.map(({ victim }) => victim)),
      killsWhileSending: struck,
      ends,
      durationMs: performance.now() - startedAt,
      medianReplyMs: median,
      slowestReplyMs: slowest,
      stories: await tellStories(end.verdict, ledger),
    };
  } finally {
    await installation.stop();
  }
}

interface Drill {
  installation: Installation;
  ledger: Ledger;
  people: People;
  posts: PlannedPost[];
  kills: PlannedKill[];
  channelIds: ReadonlyMap<Place, string>;
  /** Grows while people write. */
  asked: Asked[];
}

async function prepareDrill(
  { turns, kills, seed }: DrillOptions,
  parts: Pick<Drill, 'installation' | 'ledger' | 'people'>,
): Promise<Drill> {
  const random = createRandom(seed);
  const posts = planPosts({ turns, random, pauseMs: PAUSE_MS });
  const victims = [...parts.installation.victims.keys()].toSorted();
  const channelIds = new Map<Place, string>();
  for (const place of PLACES) {
    channelIds.set(place, place.channelId ?? (await parts.people.openDirect(readerOf(place))));
  }
  return { ...parts, posts, kills: planKills(posts, { kills, victims, random }), channelIds, asked: [] };
}

/** @returns how many kills came at a planned moment of sending */
async function act(drill: Drill, tell: (line: string) => void): Promise<number> {
  const { posts, kills, people, channelIds, asked, installation } = drill;
  const direct = PLACES.filter(({ channelId }) => channelId === null).length;
  let striking: Promise<void> = Promise.resolve();
  let killsWhileSending = 0;

  for (const post of posts) {
    const kill = kills.find((each) => each.post === post);
    if (kill) {
      await striking;
      prepareMoment(kill, installation.discord);
    }
    await delay(post.pauseMs);
    const channelId = channelIds.get(post.place) ?? '';
    const messageId = await people.post(post.person, channelId, post.text);
    const { number, place, text, asked: characters } = post;
    asked.push({ number, messageId, place: place.name, text, characters });
    if (kill) {
      striking = (async () => {
        const cameInTime = await strike(kill, victimOf(kill, installation), () => hasCome(kill, drill));
        if (kill.moment !== 'any' && cameInTime) killsWhileSending += 1;
        tell(
          `#${number} ${kill.victim} killed (${cameInTime ? kill.moment : `${kill.moment} never came`}), back again`,
        );
      })();
    }
    if (number === direct) await waitForFirstReplies(drill);
  }
  await striking;
  return killsWhileSending;
}

function victimOf({ victim }: PlannedKill, { victims }: Installation) {
  const found = victims.get(victim);
  if (found === undefined) throw new Error(`there is no ${victim} here`);
  return found;
}

async function hasCome(kill: PlannedKill, drill: Drill): Promise<boolean> {
  const { post, moment } = kill;
  if (moment === 'before-send') return !(await isFaultArmed(drill.installation.discord, post));
  const replies = await readReplies(drill, post.place);
  return replies.some(({ quote }) => quote === post.text);
}

async function isFaultArmed({ url }: LocalDiscord, { marker }: PlannedPost): Promise<boolean> {
  const response = await fetch(`${url}/local/faults`, { headers: { authorization: 'local.operator' } });
  return marker !== null && (await response.text()).includes(marker);
}

async function waitForFirstReplies({ asked, ...drill }: Drill): Promise<void> {
  for (const deadline = Date.now() + FIRST_REPLIES_WITHIN_MS; Date.now() < deadline; await delay(LOOK_EVERY_MS)) {
    const replies = await readAllReplies({ asked, ...drill });
    if (judge(asked, replies).faults.length === 0) return;
  }
  throw new Error('nobody answers, although nothing was killed yet');
}

interface End {
  verdict: Verdict;
  ledger: LedgerState;
  replies: Reply[];
}

async function waitForTheEnd(drill: Drill): Promise<End> {
  let progress = '';
  let progressAt = Date.now();
  for (;;) {
    const end = await look(drill);
    const isComplete = end.ledger.unfinished === 0 && end.verdict.answered === end.verdict.expected;
    if (isComplete) break;
    const now = `${end.verdict.answered} ${end.ledger.unfinished}`;
    if (now !== progress) [progress, progressAt] = [now, Date.now()];
    if (Date.now() - progressAt > STALLED_AFTER_MS) return end;
    await delay(LOOK_EVERY_MS);
  }
  await delay(LINGER_MS);
  return look(drill);
}

async function look(drill: Drill): Promise<End> {
  const ledger = await drill.ledger.read();
  const replies = await readAllReplies(drill);
  return { ledger, replies, verdict: judge(drill.asked, replies) };
}

async function readAllReplies(drill: Drill): Promise<Reply[]> {
  const all = await Promise.all(PLACES.map((place) => readReplies(drill, place)));
  return all.flat();
}

function readReplies({ people, channelIds }: Pick<Drill, 'people' | 'channelIds'>, place: Place): Promise<Reply[]> {
  return people.readReplies(readerOf(place), { id: channelIds.get(place) ?? '', place: place.name });
}

function readerOf({ people: [person], name }: Place): PersonName {
  if (person === undefined) throw new Error(`nobody can read ${name}`);
  return person;
}

/** As a moderator does with `/channel activate`. */
async function activateChannels({ around }: Installation, ledger: Ledger): Promise<void> {
  const gateway = createRouteClient({
    baseUrl: `http://127.0.0.1:${around.ports['api-gateway']}`,
    credential: around.secrets.botClientToken,
    log: createLog({ service: 'drill', level: 'silent' }),
  });
  const { guild, people } = defaultWorld;
  const caller = { id: people.ada.id, name: 'ada', guildId: guild.id, isStaff: true };
  const characterIds = await ledger.characterIds();
  for (const { channelId, active } of PLACES) {
    if (channelId === null || active === null) continue;
    const characterId = characterIds.get(active.toLowerCase()) ?? '';
    await gateway.call(activateChannel, { caller, params: { channelId }, body: { characterId } });
  }
  await gateway.close();
}

function replyTimes(asked: readonly Asked[], replies: readonly Reply[]): { median: number; slowest: number } {
  const times = asked
    .flatMap(({ messageId, text, place, characters }) => {
      const reply = replies.find(
        (each) => each.quote === text && each.place === place && each.character === characters[0],
      );
      return reply === undefined ? [] : [snowflakeTimeMs(reply.messageId) - snowflakeTimeMs(messageId)];
    })
    .toSorted((a, b) => a - b);
  return { median: times[Math.floor(times.length / 2)] ?? 0, slowest: times.at(-1) ?? 0 };
}

async function tellStories({ faults }: Verdict, ledger: Ledger): Promise<DrillResult['stories']> {
  const stories: DrillResult['stories'] = [];
  for (const fault of faults) {
    if (fault.kind === 'unasked') {
      const { character, place, quote, messageId } = fault.reply;
      stories.push({
        title: `unasked: ${character} in ${place} said "${quote ?? 'a notice'}" (${messageId})`,
        lines: [],
      });
      continue;
    }
    const { asked, character, kind } = fault;
    const lines = await ledger.tell(asked.messageId, character).catch((error: unknown) => [String(error)]);
    stories.push({ title: `${kind}: ${character} in ${asked.place}, "${asked.text}" (${asked.messageId})`, lines });
  }
  return stories;
}

function countBy(names: readonly string[]): { victim: string; count: number }[] {
  return [...Map.groupBy(names, (name) => name)].map(([victim, all]) => ({ victim, count: all.length }));
}
