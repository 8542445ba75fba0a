import type { PlannedPost } from './plan-posts.ts';
import type { Random } from './random.ts';

export type VictimName = 'bot-client' | 'api-gateway' | 'ai-worker' | 'database' | 'redis';

/** As when the power fails. */
export const EVERYTHING = 'everything';

/**
 * When it strikes. `after-send`: a reply stands in the channel, and Discord's answer, without which it
 * cannot be recorded, is still on its way. `before-send`: Discord has the request, and the reply appears
 * only when whoever sent it is dead.
 */
export type Moment = 'any' | 'after-send' | 'before-send';

export interface PlannedKill {
  victim: VictimName | typeof EVERYTHING;
  moment: Moment;
  /** Struck with this message; the one whose reply is waited for at a moment of sending. */
  post: PlannedPost;
  /** How long it stays dead. */
  downMs: number;
}

/**
 * What goes wrong without anybody dying. `drop-answer` and `error-after`: a reply stands in the channel, and
 * Discord says nothing of it, or that it failed. The cuts end the connection to Discord, which replays what
 * was missed, or does not; `unreadable-history` does not either, and lets no channel's messages be read for a while. Of
 * stores that take it: the database is `read-only` for some seconds, Redis is `flushed`.
 */
export type MishapKind =
  | 'drop-answer'
  | 'error-after'
  | 'cut-and-resume'
  | 'cut-for-good'
  | 'unreadable-history'
  | 'late-send'
  | 'read-only'
  | 'flushed';

export interface PlannedMishap {
  kind: MishapKind;
  post: PlannedPost;
}

/** What happens in turn to each victim, over and over. */
const MOMENTS: Readonly<Record<PlannedKill['victim'], readonly Moment[]>> = {
  'ai-worker': ['after-send', 'any', 'before-send'],
  'api-gateway': ['any', 'after-send'],
  'bot-client': ['any'],
  database: ['any', 'after-send'],
  redis: ['any'],
  [EVERYTHING]: ['any'],
};

const MISHAPS: readonly MishapKind[] = [
  'drop-answer',
  'unreadable-history',
  'cut-and-resume',
  'error-after',
  'cut-for-good',
  'late-send',
];
/** Where Redis and PostgreSQL are servers of their own. */
const MISHAPS_OF_SERVERS: readonly MishapKind[] = ['read-only', 'flushed'];
/** Beside the kills. */
const MISHAPS_PER_KILL = 0.4;
const LONGEST_DOWN_MS = 1_500;
/** Of a long reply: in its second message. */
const PART_IN_THE_MIDDLE = 70;

/** Spreads the kills evenly over the messages, and gives every victim its turn; once each had it, the last kill takes everything. */
export function planKills(
  posts: readonly PlannedPost[],
  { kills, victims, random }: { kills: number; victims: readonly VictimName[]; random: Random },
): PlannedKill[] {
  const strikes = new Map<PlannedKill['victim'], number>();
  const planned: PlannedKill[] = [];
  for (let index = 0; index < kills; index += 1) {
    const isLast = index === kills - 1 && index >= victims.length;
    const victim = isLast ? EVERYTHING : victims[index % victims.length];
    if (victim === undefined) break;
    const nth = strikes.get(victim) ?? 0;
    strikes.set(victim, nth + 1);
    const moment = MOMENTS[victim][nth % MOMENTS[victim].length] ?? 'any';
    const before = planned.at(-1)?.post.number ?? 0;
    const candidates = posts.slice(((index + 0.5) * posts.length) / kills).filter(({ number }) => number > before);
    const post = candidates.find((each) => moment === 'any' || isAim(each)) ?? candidates[0];
    if (post === undefined) break;
    planned.push({ victim, moment: isAim(post) ? moment : 'any', post, downMs: random.between(0, LONGEST_DOWN_MS) });
  }
  return planned;
}

/** Lets some more go wrong, away from the messages at which somebody is killed. */
export function planMishaps(
  posts: readonly PlannedPost[],
  { kills, random, hasRedis }: { kills: readonly PlannedKill[]; random: Random; hasRedis: boolean },
): PlannedMishap[] {
  const kinds = hasRedis ? [...MISHAPS_OF_SERVERS, ...MISHAPS] : MISHAPS;
  // Nothing is cut before the direct channels are known: nobody could look back into them.
  const later = posts.slice(posts.findIndex(({ place }) => place.channelId !== null));
  const free = new Set(later.filter((post) => isAim(post) && !kills.some((kill) => kill.post === post)));
  const count = Math.round(kills.length * MISHAPS_PER_KILL);
  return Array.from({ length: Math.min(count, free.size) }, (_none, index) => {
    const post = random.pick([...free]);
    free.delete(post);
    return { kind: kinds[index % kinds.length] ?? 'drop-answer', post };
  });
}

/** What stands in one of the requests that send the reply to this message; null when that could be another reply. */
export function needleOf({ asked: [character, ...others], mark, isLong }: PlannedPost): string | null {
  if (character === undefined || others.length > 0) return null;
  return isLong ? `${character} tells part ${PART_IN_THE_MIDDLE} of ` : mark;
}

function isAim(post: PlannedPost): boolean {
  return needleOf(post) !== null;
}
