import type { Piece } from './section.ts';

/** Pieces of one section in their reading order, each line above written once. */
export function linesOf(pieces: readonly Piece[]): string[] {
  const inOrder = pieces.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
  return inOrder.flatMap(({ text, under }, index) =>
    under === undefined || under === inOrder[index - 1]?.under ? [text] : [under, text],
  );
}
