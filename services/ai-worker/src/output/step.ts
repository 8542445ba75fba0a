/** What the steps know besides the text. */
export interface CleaningFacts {
  characterName: string;
  /** Everybody else in the scene, as the prompt called them. */
  otherNames: readonly string[];
  /** The model's id: some models are known to write their thoughts into the text. */
  model: string;
  /** The vendor hands this model's thoughts over apart from the text, so the text does not begin inside one. */
  hasThoughtsApart: boolean;
}

/**
 * Cuts one kind of thing that only models say. What it cuts must have evidence: a step in doubt leaves the text alone.
 *
 * A text may be the beginning of one that is still being written (`isWhole` is false). Then only what is certain
 * is returned: whatever comes later, the cleaned whole begins with it. `stepConformance` holds every step to that,
 * and to taking time that grows with the text and no faster.
 */
export interface Step {
  id: string;
  clean: (text: string, facts: CleaningFacts, isWhole: boolean) => string;
}
