import { countMessageTokens, countTokens } from './count-tokens.ts';
import { landmarksOf } from './place-in-chat.ts';
import { type Piece, type Section, type Zone, zoneOf } from './section.ts';
import { findLandmark } from './timeline.ts';

/** What a section wrote, and how much of it the window takes. */
export interface FittedSection {
  section: Section;
  kept: readonly Piece[];
  tokens: number;
  droppedPieces: number;
  droppedTokens: number;
}

/** The window is too small for what no prompt may lack. */
export class PromptTooLongError extends Error {
  override readonly name = 'PromptTooLongError';
  readonly neededTokens: number;
  readonly budgetTokens: number;

  constructor(neededTokens: number, budgetTokens: number) {
    super(`the prompt needs at least ${neededTokens} tokens and has ${budgetTokens}`);
    this.neededTokens = neededTokens;
    this.budgetTokens = budgetTokens;
  }
}

interface CountedPiece {
  piece: Piece;
  tokens: number;
}

/** What a section wrote, counted. */
export interface CountedSection {
  section: Section;
  pieces: readonly CountedPiece[];
  headingTokens: number;
}

/** A full chat is cut down to between this share of its budget and all of it. */
const SHORTEST_CHAT_SHARE = 0.55;

export function countPieces(section: Section, pieces: readonly Piece[]): CountedSection {
  return {
    section,
    pieces: pieces.map((piece, index) => ({
      piece,
      tokens:
        (isMessage(zoneOf(piece, section)) ? countMessageTokens(piece.text) : countTokens(piece.text) + 1) +
        headingTokensOf(pieces, index),
    })),
    headingTokens: section.heading === undefined ? 0 : countTokens(section.heading) + 1,
  };
}

/**
 * Fits the sections into the window, by priority.
 * @throws PromptTooLongError when what may never be left out is too long alone
 */
export function fitBudget(counted: readonly CountedSection[], budgetTokens: number): FittedSection[] {
  let leftTokens = budgetTokens;
  const fitted = new Map<Section, FittedSection>();
  const byNeed = counted.toSorted(
    (a, b) =>
      Number(b.section.yields === 'never') - Number(a.section.yields === 'never') ||
      b.section.priority - a.section.priority,
  );
  for (const { section, pieces, headingTokens } of byNeed) {
    const kept = WAYS_TO_KEEP[section.yields](pieces, leftTokens - headingTokens);
    const tokens = sum(kept) + (kept.length > 0 ? headingTokens : 0);
    leftTokens -= tokens;
    fitted.set(section, {
      section,
      kept: kept.map(({ piece }) => piece),
      tokens,
      droppedPieces: pieces.length - kept.length,
      droppedTokens: sum(pieces) - sum(kept),
    });
  }
  if (leftTokens < 0) throw new PromptTooLongError(budgetTokens - leftTokens, budgetTokens);
  return counted.flatMap(({ section }) => fitted.get(section) ?? []);
}

/** Its line above counts with the first of those that share it, which is kept whenever another one is. */
function headingTokensOf(pieces: readonly Piece[], index: number): number {
  const under = pieces[index]?.under;
  if (under === undefined || pieces.findIndex((piece) => piece.under === under) < index) return 0;
  return countTokens(under) + 1;
}

const isMessage = (zone: Zone): boolean => zone === 'chat' || typeof zone === 'object';

const WAYS_TO_KEEP: Record<
  Section['yields'],
  (pieces: readonly CountedPiece[], budgetTokens: number) => readonly CountedPiece[]
> = {
  never: (pieces) => pieces,
  'last-pieces': keepFirst,
  'oldest-in-steps': keepNewest,
};

function keepFirst(pieces: readonly CountedPiece[], budgetTokens: number): readonly CountedPiece[] {
  let usedTokens = 0;
  const end = pieces.findIndex(({ tokens }) => (usedTokens += tokens) > budgetTokens);
  return end < 0 ? pieces : pieces.slice(0, end);
}

function keepNewest(pieces: readonly CountedPiece[], budgetTokens: number): readonly CountedPiece[] {
  const earliest = firstThatFits(pieces, budgetTokens);
  if (earliest === 0) return pieces;
  const latest = firstThatFits(pieces, budgetTokens * SHORTEST_CHAT_SHARE);
  const lines = landmarksOf(pieces.map(({ piece }) => piece));
  // The newest lines alone may be longer than the shorter share; then as many as fit are kept.
  const to = latest >= pieces.length ? earliest : latest;
  return pieces.slice(findLandmark(lines, { from: earliest, to }));
}

/** The index from which all pieces to the end fit. */
function firstThatFits(pieces: readonly CountedPiece[], budgetTokens: number): number {
  let usedTokens = 0;
  for (let index = pieces.length - 1; index >= 0; index -= 1) {
    usedTokens += pieces[index]?.tokens ?? 0;
    if (usedTokens > budgetTokens) return index + 1;
  }
  return 0;
}

function sum(pieces: readonly CountedPiece[]): number {
  return pieces.reduce((total, { tokens }) => total + tokens, 0);
}
