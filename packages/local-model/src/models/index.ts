import { echo } from './echo.ts';
import type { LocalModel } from './local-model.ts';
import { long } from './long.ts';
import {
  crumbs,
  cut,
  drip,
  empty,
  error,
  finish,
  flaky,
  hugeUsage,
  lateError,
  malformed,
  parts,
  refuse,
  slow,
} from './misbehaving.ts';
import { story } from './story.ts';
import { think, thinkOnly, thinkTags } from './think.ts';

/** Every chat model, in the order of the models list. */
const models: readonly LocalModel[] = [
  story,
  echo,
  long,
  think,
  thinkTags,
  thinkOnly,
  slow,
  drip,
  empty,
  error,
  lateError,
  flaky,
  cut,
  finish,
  refuse,
  parts,
  hugeUsage,
  malformed,
  crumbs,
];

/** The one that embeds; it does not chat. */
export const embeddingModelId = 'local/embed';

const PREFIX = 'local/';
const FREE_SUFFIX = ':free';

/** OpenRouter's mark of a model that costs nothing; every local model has such a twin. */
export function isFree(modelId: string): boolean {
  return modelId.endsWith(FREE_SUFFIX);
}

/** The model of that id and the varying part of the id, or null when there is none. */
export function findModel(modelId: string): { model: LocalModel; argument: string } | null {
  const name = stripFree(modelId);
  if (!name.startsWith(PREFIX)) return null;
  for (const model of models) {
    const found = model.match.exec(name.slice(PREFIX.length));
    if (found) return { model, argument: found[1] ?? '' };
  }
  return null;
}

export function isEmbeddingModel(modelId: string): boolean {
  return stripFree(modelId) === embeddingModelId;
}

/** A model as the models list shows it. */
export interface ListedModel {
  id: string;
  description: string;
  kind: 'chat' | 'embedding';
}

export const listedModels: readonly ListedModel[] = [
  ...models.flatMap(({ listed, description }) =>
    listed.map((name): ListedModel => ({ id: PREFIX + name, description, kind: 'chat' })),
  ),
  { id: `${PREFIX}story${FREE_SUFFIX}`, description: 'local/story at no cost.', kind: 'chat' },
  { id: embeddingModelId, description: 'Embeds text by hashed words and letter groups.', kind: 'embedding' },
];

/** Any id that would be answered, listed or not; null for the rest. */
export function describeModel(modelId: string): ListedModel | null {
  if (isEmbeddingModel(modelId)) return { id: modelId, description: 'Embeds text.', kind: 'embedding' };
  const found = findModel(modelId);
  return found && { id: modelId, description: found.model.description, kind: 'chat' };
}

function stripFree(modelId: string): string {
  return isFree(modelId) ? modelId.slice(0, -FREE_SUFFIX.length) : modelId;
}
