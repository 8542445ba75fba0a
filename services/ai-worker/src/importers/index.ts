import { characterAi } from './character-ai/index.ts';
import { characterCard } from './character-card/index.ts';
import type { Importer } from './importer.ts';
import { lorebook } from './lorebook/index.ts';
import { pluralkit } from './pluralkit/index.ts';
import { pygmalion } from './pygmalion/index.ts';
import { shapes } from './shapes/index.ts';
import { sillytavernChat } from './sillytavern-chat/index.ts';
import { sillytavernKept } from './sillytavern-kept/index.ts';
import { sillytavernPersonas } from './sillytavern-personas/index.ts';
import { sillytavernPreset } from './sillytavern-preset/index.ts';
import { textGenerationWebui } from './text-generation-webui/index.ts';
import { tupperbox } from './tupperbox/index.ts';

/** Every format, the more particular before the more general: the first that recognises a document reads it. */
export const importers: readonly Importer[] = [
  characterCard,
  pluralkit,
  tupperbox,
  sillytavernPersonas,
  sillytavernKept,
  sillytavernPreset,
  sillytavernChat,
  shapes,
  lorebook,
  pygmalion,
  characterAi,
  textGenerationWebui,
];
