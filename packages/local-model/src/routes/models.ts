import { describeModel, listedModels } from '../models/index.ts';
import { VendorFailure } from '../vendor-failure.ts';
import { describeOpenAiModel } from '../vendors/openai.ts';
import type { Route } from './route.ts';

/** OpenRouter shows its models to anyone; OpenAI asks for a key. */
export const listModels: Route = {
  method: 'GET',
  path: /^\/models$/,
  vendors: ['openai', 'openrouter', 'anthropic', 'google'],
  openAt: 'openrouter',
  handle: ({ exchange, shape }) => exchange.sendJson(200, shape.modelList(listedModels)),
};

export const getModel: Route = {
  method: 'GET',
  path: /^\/models\/(.+)$/,
  vendors: ['openai'],

  handle({ exchange, pathParameter }) {
    const model = describeModel(pathParameter);
    if (!model) throw new VendorFailure(404, `The model '${pathParameter}' does not exist.`, { param: 'model' });
    exchange.sendJson(200, describeOpenAiModel(model));
  },
};
