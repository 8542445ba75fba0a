import type { PlannedPost } from './plan-posts.ts';

/** What one person may send, as a bot is set up when nobody says otherwise. */
const BURST = 10;
const PER_MINUTE = 20;
const COMES_BACK_MS = 60_000 / PER_MINUTE;

/**
 * Lets people pause as long as the limit of a person asks for, so that every message may be answered: nobody is to lose
 * one because the bot was away when it was written.
 */
export function paceWithinLimit(posts: readonly PlannedPost[]): PlannedPost[] {
  const written = new Map<PlannedPost['person'], number[]>();
  let now = 0;
  return posts.map((post) => {
    const earlier = written.get(post.person) ?? [];
    const before = now;
    now += post.pauseMs;
    for (const [index, at] of earlier.toReversed().entries()) {
      now = Math.max(now, at + (index + 2 - BURST) * COMES_BACK_MS);
    }
    written.set(post.person, [...earlier, now]);
    return { ...post, pauseMs: Math.ceil(now - before) };
  });
}
