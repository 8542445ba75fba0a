import { CHARACTERS, type CharacterName, LONG_WINDED, type PersonName, PLACES, type Place } from './places.ts';
import type { Random } from './random.ts';

/** A message that somebody will write. */
export interface PlannedPost {
  /** From 1, in the order of writing. */
  number: number;
  place: Place;
  person: PersonName;
  text: string;
  /** Whether its replies are long. */
  isLong: boolean;
  /** Who has to answer, in this order; nobody where the message calls nobody. */
  asked: readonly CharacterName[];
  /** Found in nothing but the reply to this message; null where others may be answered alike. */
  mark: string | null;
  /** Before it is written. */
  pauseMs: number;
}

export interface PostsOptions {
  /** How many replies all messages ask for together. */
  turns: number;
  random: Random;
  /** On average. */
  pauseMs: number;
}

const QUESTIONS = [
  'what do you see?',
  'tell me of the rain',
  'and then?',
  'who was here before me?',
  'do you remember?',
];
/** Said again and again, word for word. */
const REPEATED = ['are you there?', 'hello!'];

/** Long replies take their time, so they are asked for less often. */
const SHARE_OF_LONG = 0.2;
const SHARE_OF_REPEATED = 0.12;
const SHARE_OF_SEVERAL = 0.12;
const SHARE_OF_CHATTER = 0.05;
/** Messages that come together with the one before. */
const SHARE_OF_BURSTS = 0.25;
/** Where somebody would answer without being named. */
const SHARE_OF_UNNAMED = 0.5;

/**
 * Messages that together ask for exactly so many replies. Every direct conversation begins with the first
 * ones: a bot learns of a direct channel only by a message in it, so it cannot look back into one that it
 * has never heard of.
 */
export function planPosts({ turns, random, pauseMs }: PostsOptions): PlannedPost[] {
  const posts: PlannedPost[] = [];
  /** In direct messages: who answers when nobody is named. */
  const lastAsked = new Map<Place, CharacterName>();
  const direct = PLACES.filter(({ channelId }) => channelId === null);
  const byShare = PLACES.flatMap((place) => Array.from({ length: place.share }, () => place));

  for (let left = turns; left > 0; ) {
    const number = posts.length + 1;
    const place = direct[number - 1] ?? random.pick(byShare);
    const isFirst = number <= direct.length;
    const answersUnnamed = place.active ?? lastAsked.get(place) ?? null;
    const asked = isFirst ? [random.pick(CHARACTERS)] : chooseAsked(answersUnnamed, place, left, random);
    const isUnnamed = !isFirst && asked.length === 1 && asked[0] === answersUnnamed && random.chance(SHARE_OF_UNNAMED);
    const isRepeated = asked.length === 1 && !isFirst && random.chance(SHARE_OF_REPEATED);
    const person = choosePerson(place, random);
    const isLong = person === LONG_WINDED;
    const mark = isRepeated ? null : `#${String(number).padStart(4, '0')}`;
    const names = isUnnamed ? '' : `${asked.map((name) => `@${name}`).join(' and ')} `;
    const said = mark === null ? random.pick(REPEATED) : `${mark} ${random.pick(QUESTIONS)}`;
    posts.push({
      number,
      place,
      person,
      text: asked.length === 0 ? `${said} (I ask nobody)` : names + said,
      isLong,
      asked,
      mark: isLong ? null : mark,
      pauseMs: random.chance(SHARE_OF_BURSTS) ? 0 : Math.round(pauseMs * (0.5 + random.next() * 1.6)),
    });
    left -= asked.length;
    const last = asked.at(-1);
    if (place.channelId === null && last !== undefined) lastAsked.set(place, last);
  }
  return posts;
}

function choosePerson({ people }: Place, random: Random): PersonName {
  const others = people.filter((name) => name !== LONG_WINDED);
  if (others.length === people.length) return random.pick(people);
  return others.length === 0 || random.chance(SHARE_OF_LONG) ? LONG_WINDED : random.pick(others);
}

function chooseAsked(unnamed: CharacterName | null, place: Place, left: number, random: Random): CharacterName[] {
  // Where somebody answers everything, there is no talk that asks nobody.
  if (place.channelId !== null && place.active === null && random.chance(SHARE_OF_CHATTER)) return [];
  if (left > 1 && random.chance(SHARE_OF_SEVERAL)) {
    const first = random.pick(CHARACTERS);
    const others = CHARACTERS.filter((name) => name !== first);
    const second = random.pick(others);
    const third = others.find((name) => name !== second);
    return third !== undefined && left > 2 && random.chance(0.4) ? [first, second, third] : [first, second];
  }
  return unnamed !== null && random.chance(0.6) ? [unnamed] : [random.pick(CHARACTERS)];
}
