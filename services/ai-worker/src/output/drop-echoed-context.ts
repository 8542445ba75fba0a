import { findCode, isInside } from './code-ranges.ts';

const CONTEXT_BLOCK = /<context>[^]*?(?:<\/context>\s*|$(?![^]))/gi;

/** Removes a context block that the model repeated from its prompt. */
export function dropEchoedContext(text: string): string {
  const code = findCode(text);
  return text.replaceAll(CONTEXT_BLOCK, (block: string, index: number) => (isInside(code, index) ? block : ''));
}
