import type { ListedModel } from '../models/index.ts';
import type { FinishReason, TokenUse } from '../token-use.ts';
import type { VendorFailure } from '../vendor-failure.ts';

export interface ToolCall {
  id: string;
  name: string;
  /** JSON text, as vendors give it. */
  arguments: string;
}

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
  /** The text comes as a list of parts, thoughts among them, where the vendor has such a form. */
  asParts: boolean;
  use: TokenUse;
}

/** One step of a streamed answer. */
export type Delta =
  | { kind: 'start' }
  | { kind: 'reasoning'; text: string }
  | { kind: 'end-of-reasoning' }
  | { kind: 'text'; text: string }
  | { kind: 'tool_call'; call: ToolCall }
  | { kind: 'finish' };

/** One server-sent event, or a comment between two. */
export type Frame = { comment: string } | { event?: string; data: unknown } | { end: string };

/** How one vendor writes a streamed answer: pieces between a beginning and an end, or an error in place of the end. */
export interface StreamShape {
  begin(completion: Completion): Frame[];
  piece(completion: Completion, delta: Delta, options: StreamOptions): Frame[];
  end(completion: Completion, options: StreamOptions): Frame[];
  breakOff(completion: Completion, failure: VendorFailure): Frame[];
}

interface StreamOptions {
  includeUsage: boolean;
}

export type VendorId = 'openai' | 'openrouter' | 'anthropic' | 'google';

/** How one vendor writes answers to the same things. */
export interface VendorShape {
  id: VendorId;
  basePath: string;
  /** The header in which its keys travel, in lower case; a bearer key is taken everywhere. */
  keyHeader: 'authorization' | 'x-api-key' | 'x-goog-api-key';
  failure(failure: VendorFailure): unknown;
  failureHeaders(failure: VendorFailure): Record<string, string>;
  completion(completion: Completion): unknown;
  stream: StreamShape;
  embeddings(answer: { number: number; model: string; vectors: (number[] | string)[]; promptTokens: number }): unknown;
  modelList(models: readonly ListedModel[]): unknown;
}
