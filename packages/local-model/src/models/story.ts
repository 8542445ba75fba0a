import { cutToLength } from '../count-tokens.ts';
import type { LocalModel } from './local-model.ts';
import { type ReadScene, readScene } from './read-scene.ts';

/** A message of at most this many characters is quoted whole. */
const MAX_QUOTED_CHARS = 300;

const GESTURES = ['looks up', 'smiles', 'leans closer', 'tilts a head', 'nods slowly', 'puts a book aside'];

export const story: LocalModel = {
  pattern: 'local/story',
  match: /^story$/,
  listed: ['story'],
  description: 'Answers in the manner of the card, and quotes what it was given.',
  perform: ({ request }) => ({ text: tellStory(readScene(request)) }),
};

/**
 * Short, legible and the same every time: a gesture and a sentence or two that the card lets the character say, what the
 * person said, and in small print how much the model was shown.
 */
export function tellStory(scene: ReadScene): string {
  const name = scene.characterName ?? 'Someone';
  const { gesture, words } = chooseManner(scene, name);
  const spoken = [
    `*${gesture}*`,
    quote(scene),
    ...(scene.attachmentCount > 0 ? [`You showed me ${count(scene.attachmentCount, 'attachment')}.`] : []),
    ...(words === null ? [] : [`"${words}"`]),
  ].join(' ');
  return `${spoken}\n-# I was told ${count(scene.earlierCount, 'earlier message')} and remember ${scene.memoryCount === 0 ? 'nothing yet' : count(scene.memoryCount, 'thing')}.`;
}

/** A first reply ends like the greeting, which nobody has heard yet or has just heard; any other speaks as an example does. */
function chooseManner(
  { greeting, examples, said }: ReadScene,
  name: string,
): { gesture: string; words: string | null } {
  const number = numberOf(name + said);
  const line = greeting ?? examples[number % Math.max(1, examples.length)] ?? '';
  const gestures = [...line.matchAll(/\*([^*\n]+)\*/g)].map(([, text = '']) => text.trim());
  const sayings = [...line.matchAll(/"([^"\n]+)"/g)].map(([, text = '']) => text.trim());
  const plain = `${name} ${GESTURES[number % GESTURES.length] ?? 'looks up'}.`;
  return { gesture: gestures[0] ?? plain, words: lastSentences(sayings.at(-1) ?? '') };
}

/** The last two sentences of what somebody says; null for nothing. */
function lastSentences(text: string): string | null {
  const sentences = Array.from(
    new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text),
    ({ segment }) => segment,
  );
  const last = sentences.slice(-2).join('').trim();
  return last === '' ? null : last;
}

function quote({ said, speakerName }: ReadScene): string {
  const address = speakerName === null ? '' : `, ${speakerName}`;
  if (said === '') return `You said nothing${address}.`;
  const quoted = said.length > MAX_QUOTED_CHARS ? `${cutToLength(said, MAX_QUOTED_CHARS)}…` : said;
  const comma = /[\p{P}\p{S}]$/u.test(quoted) ? '' : ',';
  return `"${quoted}${comma}" you said${address}.`;
}

function count(amount: number, noun: string): string {
  if (amount === 0) return `no ${noun}s`;
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function numberOf(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum = (sum * 31 + text.charCodeAt(i)) >>> 0;
  return sum;
}
