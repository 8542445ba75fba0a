import type { LorePosition, LoreReason, PromptRole } from '@tzurot/contracts';

/** An entry as it goes into the prompt. */
export interface ToldLore {
  entryId: string;
  text: string;
  position: LorePosition;
  depth: number;
  role: PromptRole;
  outlet: string;
  /** It is told in every turn, so it may stand where a change would cost the prompt's beginning. */
  isConstant: boolean;
  /** The message above which it keeps its place. */
  above: string | null;
  /** Why it is told; the key that was found first. */
  because: { bookId: string; title: string; reason: LoreReason; key: string | null };
}
