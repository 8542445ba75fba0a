import { characterCard } from './character-card/index.ts';
import type { Importer } from './importer.ts';

/** Every format, the more particular before the more general: the first that recognises a document reads it. */
export const importers: readonly Importer[] = [characterCard];
