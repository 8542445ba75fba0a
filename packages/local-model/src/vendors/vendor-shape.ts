import type { ListedModel } from '../models/index.ts';
import type { VendorFailure } from '../vendor-failure.ts';

/** What one answer used; all are counts of tokens. */
export interface TokenUse {
  promptTokens: number;
  /** The part of the prompt that an earlier request had too. */
  cachedTokens: number;
  completionTokens: number;
  /** Part of the completion's. */
  reasoningTokens: number;
}

export interface ToolCall {
  id: string;
  name: string;
  /** JSON text, as vendors give it. */
  arguments: string;
}

export type FinishReason = 'stop' | 'length' | 'tool_calls';

/** A finished answer, before a vendor's shape is put around it. */
export interface Completion {
  /** Unique for the server's life. */
  number: number;
  /** Seconds since the epoch. */
  createdAt: number;
  model: string;
  text: string;
  reasoning: string | null;
  toolCall: ToolCall | null;
  finishReason: FinishReason;
  use: TokenUse;
}

/** One step of a streamed answer. */
export type Delta =
  | { kind: 'start' }
  | { kind: 'reasoning'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'tool_call'; call: ToolCall }
  | { kind: 'finish' };

/** How one vendor writes answers to the same things. */
export interface VendorShape {
  id: 'openai' | 'openrouter';
  basePath: '/v1' | '/api/v1';
  failure(failure: VendorFailure): unknown;
  failureHeaders(failure: VendorFailure): Record<string, string>;
  completion(completion: Completion): unknown;
  chunk(completion: Completion, delta: Delta, options: { includeUsage: boolean }): unknown;
  /** The event after the last chunk; null when the vendor sends none. */
  usageChunk(completion: Completion, options: { includeUsage: boolean }): unknown;
  /** The event that ends a broken stream. */
  failureChunk(completion: Completion, failure: VendorFailure): unknown;
  /** A comment line before the first event; null when the vendor sends none. */
  streamComment: string | null;
  embeddings(answer: { number: number; model: string; vectors: (number[] | string)[]; promptTokens: number }): unknown;
  modelList(models: readonly ListedModel[]): unknown;
}
