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
  description: 'Answers in the name of the character and quotes what it was given.',
  perform: ({ request }) => ({ text: tellStory(readScene(request)) }),
};

/** Short, legible and the same every time: who spoke, what they said, and how much the model was shown. */
export function tellStory(scene: ReadScene): string {
  const name = scene.characterName ?? 'Someone';
  return [
    `*${name} ${chooseGesture(name + scene.said)}.*`,
    quote(scene),
    ...(scene.attachmentCount > 0 ? [`You showed me ${count(scene.attachmentCount, 'attachment')}.`] : []),
    `I was told ${count(scene.earlierCount, 'earlier message')} and remember ${scene.memoryCount === 0 ? 'nothing yet' : count(scene.memoryCount, 'thing')}.`,
  ].join(' ');
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

function chooseGesture(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum = (sum * 31 + text.charCodeAt(i)) >>> 0;
  return GESTURES[sum % GESTURES.length] ?? 'looks up';
}
