import type { Node } from './nodes.ts';
import { parseBlocks } from './parse-blocks.ts';

export interface ParseOptions {
  /** Embed titles, channel topics and component labels know no headings, lists and quotes. */
  blocks?: boolean;
  /** Masked links `[text](url)`. */
  maskedLinks?: boolean;
}

/**
 * Reads markdown as Discord's client does. Never throws: what is no markup is text.
 * Source: Discord, "Markdown Text 101" and "Message Formatting".
 */
export const parseMarkdown = (source: string, options: ParseOptions = {}): readonly Node[] =>
  parseBlocks(source.replaceAll('\r\n', '\n'), {
    blocks: options.blocks ?? true,
    maskedLinks: options.maskedLinks ?? true,
    inQuote: false,
    inLink: false,
    inList: 0,
    depth: 0,
  });

const isBlank = (node: Node): boolean => node.type === 'break' || (node.type === 'text' && node.text.trim() === '');

/** Discord shows emoji large when a message is nothing but up to 30 of them. */
export const isJumbo = (nodes: readonly Node[]): boolean => {
  const shown = nodes.filter((node) => !isBlank(node));
  return (
    shown.length > 0 &&
    shown.length <= 30 &&
    shown.every((node) => node.type === 'emoji' || node.type === 'customEmoji')
  );
};
