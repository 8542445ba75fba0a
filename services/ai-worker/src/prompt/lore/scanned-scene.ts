import type { LoreSource } from '@tzurot/contracts';
import type { CasedTexts } from './key-index.ts';
import { scannedText } from './scanned-text.ts';

/** What keys are looked for in. */
export interface LoreScene {
  /** What was said, the newest first. */
  lines: readonly { name: string; text: string }[];
  /** What some entries scan besides. */
  sources: Readonly<Partial<Record<LoreSource, string>>>;
}

/** Where keys may be found in this pass. */
export interface Reach {
  /** In so many of the newest lines. */
  depth: number;
  /** Also in what the entries say that were told so far. */
  seesTold: boolean;
}

/** The same, in the cases that keys are compared in. */
export interface ScannedScene {
  plainLines: readonly CasedTexts[];
  /** Each begins with the name of who speaks. */
  namedLines: readonly CasedTexts[];
  sources: ReadonlyMap<LoreSource, CasedTexts>;
  /** What the entries say that were told so far; grows. */
  told: CasedTexts[];
}

const MAX_LINE_CHARACTERS = 8_000;
const MAX_SOURCE_CHARACTERS = 50_000;

export function scanScene({ lines, sources }: LoreScene, maxDepth: number): ScannedScene {
  const scanned = lines
    .slice(0, maxDepth)
    .map(({ name, text }) => ({ name, text: text.slice(0, MAX_LINE_CHARACTERS) }));
  return {
    plainLines: scanned.map(({ text }) => casedTexts(text)),
    namedLines: scanned.map(({ name, text }) => casedTexts(`${name}: ${text}`)),
    sources: new Map(
      Object.entries(sources).map(([source, text]) => [
        source as LoreSource,
        casedTexts(text.slice(0, MAX_SOURCE_CHARACTERS)),
      ]),
    ),
    told: [],
  };
}

export function casedTexts(text: string): CasedTexts {
  return { exact: scannedText(text), folded: scannedText(text.toLowerCase()) };
}
