import { anthropicMessages } from './anthropic-messages.ts';
import { chatCompletions } from './chat-completions.ts';
import { embeddings } from './embeddings.ts';
import { googleGenerateContent } from './google-generate-content.ts';
import { getBalance, getKey } from './key.ts';
import { getModel, listModels } from './models.ts';
import type { Route } from './route.ts';

export const routes: readonly Route[] = [
  chatCompletions,
  anthropicMessages,
  googleGenerateContent,
  embeddings,
  listModels,
  getModel,
  getKey,
  getBalance,
];
