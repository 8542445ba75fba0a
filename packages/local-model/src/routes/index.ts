import { chatCompletions } from './chat-completions.ts';
import { embeddings } from './embeddings.ts';
import { getKey } from './key.ts';
import { getModel, listModels } from './models.ts';
import type { Route } from './route.ts';

export const routes: readonly Route[] = [chatCompletions, embeddings, listModels, getModel, getKey];
