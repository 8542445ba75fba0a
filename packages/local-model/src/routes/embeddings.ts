import { z } from 'zod';
import { parseOrRefuse } from '../chat-request.ts';
import { countTokens } from '../count-tokens.ts';
import { DEFAULT_DIMENSIONS, embedText } from '../embed-text.ts';
import { embeddingModelId, isEmbeddingModel } from '../models/index.ts';
import { VendorFailure } from '../vendor-failure.ts';
import type { Route } from './route.ts';

/** OpenAI's limits (API reference, "Create embeddings"): 2,048 inputs, none of them empty. */
const EmbeddingsRequest = z.looseObject({
  model: z.string().min(1),
  input: z.union([
    z.string().min(1),
    z.array(z.string().min(1)).min(1).max(2_048),
    z.array(z.int()).min(1),
    z.array(z.array(z.int()).min(1)).min(1).max(2_048),
  ]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).max(4_096).nullish(),
});

export const embeddings: Route = {
  method: 'POST',
  path: /^\/embeddings$/,
  vendors: ['openai', 'openrouter'],

  handle({ exchange, shape, body, memory }) {
    const request = parseOrRefuse(EmbeddingsRequest, body);
    if (!isEmbeddingModel(request.model)) {
      throw new VendorFailure(404, `The model '${request.model}' does not embed; ${embeddingModelId} does.`, {
        param: 'model',
      });
    }
    const texts = readTexts(request.input);
    const dimensions = request.dimensions ?? DEFAULT_DIMENSIONS;
    const write = request.encoding_format === 'base64' ? toBase64 : (vector: Float32Array) => Array.from(vector);
    exchange.sendJson(
      200,
      shape.embeddings({
        number: memory.nextNumber(),
        model: request.model,
        vectors: texts.map((text) => write(embedText(text, dimensions))),
        promptTokens: texts.reduce((sum, text) => sum + countTokens(text), 0),
      }),
    );
  },
};

/** Token ids have no letters here, so each counts as a word of its own. */
function readTexts(input: z.infer<typeof EmbeddingsRequest>['input']): string[] {
  if (typeof input === 'string') return [input];
  if (input.every((each) => typeof each === 'number')) return [input.join(' ')];
  return input.map((each) => (Array.isArray(each) ? each.join(' ') : each));
}

/** Little-endian 32-bit floats, as vendors send them, on machines of either byte order. */
function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
}
