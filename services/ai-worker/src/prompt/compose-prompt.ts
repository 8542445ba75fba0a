import { countMessageTokens, countTokens } from './count-tokens.ts';
import { CONTEXT_TAG } from './escape-text.ts';
import { type CountedSection, countPieces, type FittedSection, fitBudget } from './fit-budget.ts';
import { linesOf } from './lines-of.ts';
import { type InsertedPiece, type PromptMessage, placeInChat } from './place-in-chat.ts';
import type { PromptScene } from './prompt-scene.ts';
import { type Piece, type Zone, zoneOf } from './section.ts';
import { sections } from './sections/index.ts';

/** Where the tokens went, for whoever wants to know why the model said what it said. */
interface PromptReport {
  budgetTokens: number;
  replyTokens: number;
  tokens: number;
  sections: { id: string; tokens: number; droppedPieces: number; droppedTokens: number }[];
}

export interface ComposedPrompt {
  messages: PromptMessage[];
  report: PromptReport;
}

/** Counting is an estimate: this share of the window stays free, so that a vendor that counts more does not refuse. */
const MARGIN_SHARE = 0.05;
/** System message, last message, and the tags of the context block. */
const FRAME_TOKENS = 2 * countMessageTokens('') + countTokens(`<${CONTEXT_TAG}>\n</${CONTEXT_TAG}>\n\n`);

/**
 * The whole prompt of one turn; every call to a model for a character goes through here.
 * @param window `contextTokens` is shared by prompt and reply; `replyTokens` of it are reserved
 * @throws PromptTooLongError when the window does not hold even what no prompt may lack
 */
export function composePrompt(
  scene: PromptScene,
  { contextTokens, replyTokens }: { contextTokens: number; replyTokens: number },
): ComposedPrompt {
  const budgetTokens = Math.floor(contextTokens * (1 - MARGIN_SHARE)) - replyTokens - FRAME_TOKENS;
  const fitted = fitScene(scene, budgetTokens);

  return {
    messages: [
      { role: 'system', content: join(fitted, 'system', '\n\n') },
      ...writeChat(fitted, { role: 'user', content: `${writeContext(fitted)}${join(fitted, 'message', '\n')}` }),
    ],
    report: {
      budgetTokens,
      replyTokens,
      tokens: fitted.reduce((total, { tokens }) => total + tokens, 0),
      sections: fitted.map(({ section, tokens, droppedPieces, droppedTokens }) => ({
        id: section.id,
        tokens,
        droppedPieces,
        droppedTokens,
      })),
    },
  };
}

function fitScene(scene: PromptScene, budgetTokens: number): readonly FittedSection[] {
  const counted = sections.map((section) => countPieces(section, section.write(scene)));
  const fitted = fitBudget(counted, budgetTokens);
  // Recall can only guess what the window holds. What the conversation shows anyway is not said twice.
  const shown = new Set(fitted.flatMap(({ kept }) => kept.flatMap((piece) => piece.messageIds ?? [])));
  const isRepeated = ({ piece }: CountedSection['pieces'][number]) =>
    piece.repeats?.some((id) => shown.has(id)) ?? false;
  if (!counted.some(({ pieces }) => pieces.some(isRepeated))) return fitted;
  const unrepeated = counted.map((one) => ({ ...one, pieces: one.pieces.filter((piece) => !isRepeated(piece)) }));
  return fitBudget(unrepeated, budgetTokens);
}

function writeChat(fitted: readonly FittedSection[], last: PromptMessage): PromptMessage[] {
  const pieces = fitted.flatMap(({ section, kept }) =>
    kept.map((piece) => ({ ...piece, zone: zoneOf(piece, section) })),
  );
  const lines = pieces.filter(({ zone }) => zone === 'chat');
  return placeInChat(lines, last, pieces.filter(isInserted));
}

const isInserted = (piece: Piece): piece is InsertedPiece => typeof piece.zone === 'object';

function writeContext(fitted: readonly FittedSection[]): string {
  const known = join(fitted, 'context', '\n');
  return known === '' ? '' : `<${CONTEXT_TAG}>\n${known}\n</${CONTEXT_TAG}>\n\n`;
}

function join(fitted: readonly FittedSection[], zone: Zone, separator: string): string {
  return fitted
    .map(({ section, kept }) => ({ section, texts: kept.filter((piece) => zoneOf(piece, section) === zone) }))
    .filter(({ texts }) => texts.length > 0)
    .map(({ section, texts }) => [...(section.heading ? [section.heading] : []), ...linesOf(texts)].join('\n'))
    .join(separator);
}
