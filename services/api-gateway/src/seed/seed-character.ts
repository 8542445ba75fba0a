import type { CharacterCard } from '@tzurot/contracts';

/** A character that every new bot has. */
export interface SeedCharacter extends CharacterCard {
  slug: string;
}
