import type { ImportDraft } from '@tzurot/contracts';
import { characterMaker } from './character.ts';
import { lorebookMaker } from './lorebook.ts';
import type { Maker } from './maker.ts';
import { memoryMaker } from './memory.ts';
import { personaMaker } from './persona.ts';
import { presetMaker } from './preset.ts';

/** What is made of a kind; in this order, so that memories find their character. */
export const makers: readonly {
  kind: ImportDraft['kind'];
  maker: Maker;
  /** Of the row that says what was made of a found thing. */
  column: 'characterId' | 'personaId' | 'presetId' | 'lorebookId' | 'memoryItemId';
}[] = [
  { kind: 'character', maker: characterMaker, column: 'characterId' },
  { kind: 'persona', maker: personaMaker, column: 'personaId' },
  { kind: 'preset', maker: presetMaker, column: 'presetId' },
  { kind: 'lorebook', maker: lorebookMaker, column: 'lorebookId' },
  { kind: 'memory', maker: memoryMaker, column: 'memoryItemId' },
];
