import { VendorFailure } from '../vendor-failure.ts';
import type { LocalModel } from './local-model.ts';
import { readScene } from './read-scene.ts';

const MAX_CHARS = 200_000;
const SENTENCES_PER_PARAGRAPH = 4;

/** A story of exactly the asked length, in numbered sentences, so that a missing or doubled piece shows. */
export const long: LocalModel = {
  pattern: 'local/long-<chars>[-<ms>]',
  match: /^long-(\d{1,6}(?:-\d{1,4})?)$/,
  listed: ['long-6000'],
  description:
    'Tells a story of exactly that many characters in numbered sentences, streamed with so many milliseconds between two pieces.',
  perform({ request, argument }) {
    const [chars = 0, pauseMs = 0] = argument.split('-').map(Number);
    if (chars > MAX_CHARS)
      throw new VendorFailure(400, `local/long-<chars> goes up to ${MAX_CHARS}.`, { param: 'model' });
    const name = readScene(request).characterName ?? 'Someone';
    return { text: tellLongStory(name, chars), pauseMs };
  },
};

function tellLongStory(name: string, chars: number): string {
  const sentences: string[] = [];
  for (let length = 0; length < chars; ) {
    const number = sentences.length + 1;
    const space = number % SENTENCES_PER_PARAGRAPH === 0 ? '\n\n' : ' ';
    const sentence = `${name} tells part ${number} of a long story.${space}`;
    sentences.push(sentence);
    length += sentence.length;
  }
  const text = sentences.join('').slice(0, chars);
  // The length is a promise, so white space or half a character at the very end becomes a full stop.
  return text.replace(/(?<![\s\ud800-\udbff])[\s\ud800-\udbff]+$/, (end) => '.'.repeat(end.length));
}
