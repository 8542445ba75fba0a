import type { RecalledMemory } from '@tzurot/contracts';
import { countTokens } from './count-tokens.ts';
import { linesOf } from './lines-of.ts';
import { memories } from './sections/memories.ts';

/** The memory section of a prompt by itself, as a prompt with room for all of it has it. */
export function writeMemories(recalled: readonly RecalledMemory[], now: Date): { text: string; tokens: number } {
  const text = linesOf(memories.write({ memories: recalled, now })).join('\n');
  return { text, tokens: countTokens(text) };
}
