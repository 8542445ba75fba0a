import type { TextRuleDraft, TextSwitches } from '@tzurot/contracts';

/** What the steps know besides the text. */
export interface CleaningFacts {
  characterName: string;
  /** Everybody else in the scene, as the prompt called them. */
  otherNames: readonly string[];
  /** The model's id: some models are known to write their thoughts into the text. */
  model: string;
  /** The vendor hands this model's thoughts over apart from the text, so the text does not begin inside one. */
  hasThoughtsApart: boolean;
  /** What owners have replaced in replies, in this order. */
  rules: readonly ReplyRule[];
  /** What is taken out of every reply. */
  switches: TextSwitches;
}

/** Of whoever wants nothing changed. */
export const AS_IT_IS: Pick<CleaningFacts, 'rules' | 'switches'> = {
  rules: [],
  switches: { noAsterisks: false, noEmoji: false, shortParagraphs: false, noStatusBlocks: false },
};

type ReplyRule = Pick<TextRuleDraft, 'name' | 'pattern' | 'replacement' | 'trims'>;

/**
 * Cuts one kind of thing that only models say. What it cuts must have evidence: a step in doubt leaves the text alone.
 *
 * A text may be the beginning of one that is still being written (`isWhole` is false). Then only what is certain
 * is returned: whatever comes later, the cleaned whole begins with it. `stepConformance` holds every step to that,
 * and to taking time that grows with the text and no faster.
 */
export interface Step {
  id: string;
  /** It writes what an owner asked for; every other step only cuts. */
  rewrites?: true;
  clean: (text: string, facts: CleaningFacts, isWhole: boolean) => string;
}
