import { expect, it } from 'vitest';
import { paceWithinLimit } from './pace-within-limit.ts';
import { EVERYTHING, needleOf, planKills, planMishaps, type VictimName } from './plan-kills.ts';
import { planPosts } from './plan-posts.ts';
import { createRandom } from './random.ts';

const VICTIMS: readonly VictimName[] = ['ai-worker', 'api-gateway', 'bot-client', 'database'];

function plan(seed: number, { turns = 300, kills: count = 20 } = {}) {
  const random = createRandom(seed);
  const posts = planPosts({ turns, random, pauseMs: 300 });
  const kills = planKills(posts, { kills: count, victims: VICTIMS, random });
  return { posts, kills, mishaps: planMishaps(posts, { kills, random, hasRedis: true }) };
}

it('is the same for the same seed, and another one for another', () => {
  expect(plan(3)).toEqual(plan(3));
  expect(plan(3).posts).not.toEqual(plan(4).posts);
});

it.each([10, 30, 300])('asks for %i replies in all, of every character, in every kind of place', (turns) => {
  const { posts } = plan(5, { turns });

  expect(posts.reduce((sum, { asked }) => sum + asked.length, 0)).toBe(turns);
  if (turns < 300) return;
  expect(new Set(posts.flatMap(({ asked }) => asked))).toEqual(new Set(['Lilith', 'Pip', 'Orin']));
  expect(new Set(posts.map(({ place }) => place.name)).size).toBe(9);
  expect(posts.every(({ person, place }) => place.people.includes(person))).toBe(true);
});

it('has equal texts, several characters in one message, long replies, and talk that asks nobody', () => {
  const { posts } = plan(6);
  const texts = posts.map(({ text }) => text);

  expect(new Set(texts).size).toBeLessThan(texts.length);
  expect(posts.some(({ asked }) => asked.length === 3)).toBe(true);
  expect(posts.some(({ isLong }) => isLong)).toBe(true);
  expect(posts.some(({ asked }) => asked.length === 0)).toBe(true);
});

it('begins in the direct channels, of which the bot learns only by a message', () => {
  const places = plan(7).posts.map(({ place }) => place.channelId);

  expect(places.slice(0, 3)).toEqual([null, null, null]);
});

it('gives every victim its turn and takes everything in the end', () => {
  const victims = plan(8).kills.map(({ victim }) => victim);

  expect(victims).toHaveLength(20);
  expect(victims.slice(0, 4)).toEqual(VICTIMS);
  expect(victims.at(-1)).toBe(EVERYTHING);
  expect(plan(8, { turns: 30, kills: 4 }).kills.map(({ victim }) => victim)).toEqual(VICTIMS);
});

it('kills after and before a sending only where the reply can be told from all others', () => {
  const { kills } = plan(9);

  const aimed = kills.filter(({ moment }) => moment !== 'any');

  expect(new Set(aimed.map(({ moment }) => moment))).toEqual(new Set(['after-send', 'before-send']));
  expect(aimed.every(({ post }) => needleOf(post) !== null)).toBe(true);
});

it('has a mishap of every kind, never with a message at which somebody is killed', () => {
  const { kills, mishaps } = plan(10);

  expect(new Set(mishaps.map(({ kind }) => kind)).size).toBe(8);
  expect(mishaps.some(({ post }) => kills.some((kill) => kill.post === post))).toBe(false);
});

it('lets nobody write more than the limit of a person allows, and nobody wait without need', () => {
  const { posts } = plan(11);
  const paced = paceWithinLimit(posts);

  const times = new Map<string, number[]>();
  let now = 0;
  for (const { person, pauseMs } of paced) {
    now += pauseMs;
    times.set(person, [...(times.get(person) ?? []), now]);
  }
  for (const written of times.values()) {
    for (const [index, at] of written.entries()) {
      // Ten at once, and one more every three seconds.
      const tooMany = written.slice(0, index).filter((from, first) => index - first + 1 > 10 + (at - from) / 3_000);
      expect(tooMany).toEqual([]);
    }
  }
  expect(paced.slice(0, 10)).toEqual(posts.slice(0, 10));
});
