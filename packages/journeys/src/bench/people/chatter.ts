import { createRandom } from '../../drill/random.ts';

/** Words that somebody may say, with the frequencies of speech: few often, most of them seldom. */
export interface Chatter {
  /** Of about so many words. */
  sentence(words?: number): string;
}

const VOCABULARY = 4_000;
/** Flattens the top of Zipf's law to where it is once the words that nobody looks for are left out. */
const ZIPF_SHIFT = 20;
const SYLLABLES =
  'ba be bi bo da de di do fa fe fi ga ge go ka ki ko la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to va ve vo wa we za zo'.split(
    ' ',
  );

/** The same for the same seed, and the same words for every seed. */
export function createChatter(seed: number): Chatter {
  const random = createRandom(seed);
  const spread = Math.log((VOCABULARY + ZIPF_SHIFT) / ZIPF_SHIFT);
  const word = () => {
    const rank = Math.min(VOCABULARY - 1, Math.floor(ZIPF_SHIFT * Math.exp(random.next() * spread) - ZIPF_SHIFT));
    return wordOfRank(rank);
  };
  return {
    sentence(words = 14) {
      const length = random.between(Math.ceil(words / 2), Math.floor(words * 1.5));
      return `${Array.from({ length }, word).join(' ')}.`;
    },
  };
}

/** A word as a number is written with syllables for digits. */
function wordOfRank(rank: number): string {
  let left = rank + SYLLABLES.length;
  let written = '';
  for (; left > 0; left = Math.floor(left / SYLLABLES.length))
    written = `${SYLLABLES[left % SYLLABLES.length]}${written}`;
  return written;
}
