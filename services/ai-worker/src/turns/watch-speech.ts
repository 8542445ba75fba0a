import type { Speech } from './speak.ts';

/** Passes speech on and tells what came of it once its last words were said. */
export async function* watchSpeech(
  speech: AsyncIterable<Speech>,
  tell: (kind: 'reply' | 'notice') => void,
): AsyncGenerator<Speech> {
  for await (const event of speech) {
    if (event.kind === 'words') tell(event.words.kind);
    yield event;
  }
}
