import { applyRules } from '../patterns/index.ts';
import type { PromptScene } from './prompt-scene.ts';

/** A line as the model is to read it. @param depth so many messages of the conversation stand below it */
export function rewriteLine(
  text: string,
  { isOwn, depth }: { isOwn: boolean; depth: number },
  { rules }: Pick<PromptScene, 'rules'>,
): string {
  const due = rules.filter(
    ({ place, speakers, minDepth, maxDepth }) =>
      place === 'prompt' &&
      (speakers === 'all' || (speakers === 'character') === isOwn) &&
      depth >= (minDepth ?? 0) &&
      depth <= (maxDepth ?? Number.POSITIVE_INFINITY),
  );
  return due.length === 0 ? text : applyRules(text, due).text;
}
