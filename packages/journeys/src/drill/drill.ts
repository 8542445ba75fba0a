import { setTimeout as delay } from 'node:timers/promises';
import type { DiscordMessage } from '../world/discord-messages.ts';
import { greetingsBefore } from './greetings.ts';
import type { Installation } from './installation.ts';
import { type Asked, judge, type Reply, type Verdict } from './judge.ts';
import type { Ledger, LedgerState } from './ledger.ts';
import { fetchMessages, type People, repliesOf } from './people.ts';
import { PLACES, type Place, readerOf } from './places.ts';
import type { PlannedKill, PlannedMishap } from './plan-kills.ts';
import type { PlannedPost } from './plan-posts.ts';
import { LONG_QUOTE } from './read-replies.ts';
import { letHappen, prepareKill, strike } from './strike.ts';

/** A drill that runs. */
export interface Drill {
  installation: Installation;
  ledger: Ledger;
  people: People;
  channelIds: ReadonlyMap<Place, string>;
  posts: readonly PlannedPost[];
  kills: readonly PlannedKill[];
  mishaps: readonly PlannedMishap[];
  /** Grows while people write. */
  asked: Asked[];
  /** Told what happens, in a line each. */
  tell: (line: string) => void;
}

/** What everybody can see at one moment. */
export interface Sight {
  replies: Reply[];
  verdict: Verdict;
  ledger: LedgerState;
  /** Everything that stands in the places of the drill. */
  messages: DiscordMessage[];
}

/** Before anything is killed: until the direct channels are known. */
const FIRST_REPLIES_WITHIN_MS = 60_000;
/** Without any progress for so long, what is missing will not come. */
const STALLED_AFTER_MS = 100_000;
const LOOK_EVERY_MS = 500;
/** For replies that nobody expects any more. */
const LINGER_MS = 3_000;

/**
 * Lets people write, and kills meanwhile, one victim after another.
 * @returns how many kills came at their moment of sending
 */
export async function talkAndKill(drill: Drill): Promise<number> {
  const { installation, asked, tell } = drill;
  const { discord } = installation;
  const firstPosts = drill.posts.findIndex(({ place }) => place.channelId !== null);
  let striking: Promise<void> = Promise.resolve();
  let killsWhileSending = 0;

  const strikeWith = async (kill: PlannedKill): Promise<void> => {
    const cameInTime = await strike(kill, { victim: installation.victimOf(kill.victim), discord });
    if (kill.moment !== 'any' && cameInTime) killsWhileSending += 1;
    const moment = kill.moment === 'any' ? '' : ` (${kill.moment}${cameInTime ? '' : ', which never came'})`;
    tell(`#${kill.post.number} ${kill.victim} was killed${moment} and is back`);
  };

  try {
    for (const post of drill.posts) {
      const kill = drill.kills.find((each) => each.post === post);
      if (kill) {
        await striking;
        prepareKill(kill, discord);
      }
      await delay(post.pauseMs);
      for (const mishap of drill.mishaps) if (mishap.post === post) await letHappen(mishap, installation);
      asked.push(await write(post, drill));
      if (kill) {
        striking = strikeWith(kill);
        // It is awaited before the next one; until then its failure is nobody's.
        striking.catch(() => {});
      }
      if (asked.length === firstPosts) await waitForFirstReplies(drill);
    }
  } finally {
    // Whatever went wrong, nothing is started again behind the back of whoever stops everything.
    await striking;
  }
  return killsWhileSending;
}

async function write(post: PlannedPost, { people, channelIds }: Drill): Promise<Asked> {
  const { number, person, place, text, isLong, asked: characters } = post;
  const { id: messageId } = await people[person].says(channelIds.get(place) ?? '', text);
  return { number, messageId, place: place.name, text, quote: isLong ? LONG_QUOTE : text, characters };
}

/** Waits until everything is answered and the ledger is at rest, or nothing moves any more. */
export async function waitForTheEnd(drill: Drill): Promise<Sight> {
  let progress = '';
  let progressAt = Date.now();
  for (;;) {
    const sight = await look(drill);
    const { verdict, ledger } = sight;
    if (ledger.unfinished + ledger.doubtful === 0 && verdict.answered === verdict.expected) break;
    const now = `${verdict.answered} ${ledger.unfinished} ${ledger.doubtful}`;
    if (now !== progress) [progress, progressAt] = [now, Date.now()];
    if (Date.now() - progressAt > STALLED_AFTER_MS) return sight;
    await delay(LOOK_EVERY_MS);
  }
  await delay(LINGER_MS);
  return look(drill);
}

async function waitForFirstReplies(drill: Drill): Promise<void> {
  for (const deadline = Date.now() + FIRST_REPLIES_WITHIN_MS; Date.now() < deadline; await delay(LOOK_EVERY_MS)) {
    const { verdict } = await look(drill);
    if (verdict.faults.length === 0) return;
  }
  throw new Error('nobody answers, although nothing was killed yet');
}

async function look(drill: Drill): Promise<Sight> {
  // First the ledger: what it calls finished was said before.
  const ledger = await drill.ledger.read();
  const notices = await drill.ledger.readNotices();
  const seen = await Promise.all(PLACES.map((place) => readPlace(place, drill)));
  const replies = seen.flatMap(({ place, messages }) => repliesOf(messages, place.name, notices));
  const verdict = judge([...greetingsBefore(drill.asked), ...drill.asked], replies);
  return { ledger, replies, verdict, messages: seen.flatMap(({ messages }) => messages) };
}

async function readPlace(place: Place, { people, channelIds }: Drill) {
  return { place, messages: await fetchMessages(people[readerOf(place)], channelIds.get(place) ?? '') };
}
