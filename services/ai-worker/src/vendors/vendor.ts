import type { AdvancedParameters, DroppedParameter } from '@tzurot/contracts';

interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface CompletionRequest {
  model: string;
  messages: readonly ChatMessage[];
  parameters: AdvancedParameters;
  /** Kept nowhere but in the call. Null where the vendor needs none. */
  key: string | null;
  /** The whole call, its one retry included. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface TokenUsage {
  promptTokens: number;
  /** Of the prompt: what the vendor had from an earlier call. */
  cachedTokens: number;
  completionTokens: number;
  /** Of the completion: what was thought and not said. */
  reasoningTokens: number;
  /** In US dollars, when the vendor says. */
  costUsd: number | null;
}

export interface Completion {
  /** Never blank: nothing to say is a VendorError `empty`. */
  text: string;
  /** The reply reached its token limit. */
  isCutOff: boolean;
  usage: TokenUsage;
  dropped: DroppedParameter[];
}

export interface EmbeddingRequest extends Pick<CompletionRequest, 'key' | 'timeoutMs' | 'signal'> {
  model: string;
  /** How many numbers each vector is to have. */
  dimensions: number;
  /** None of them empty. */
  texts: readonly string[];
}

export interface Embeddings {
  /** One per text, in their order. */
  vectors: number[][];
  usage: TokenUsage;
}

/** Somebody whose models we can call. */
export interface Vendor {
  readonly id: string;
  /** As people know it. */
  readonly label: string;
  readonly needsKey: boolean;
  /** @throws VendorError; `cancelled` (AppError) when `signal` aborts */
  complete(request: CompletionRequest): Promise<Completion>;
  /** Turns texts into vectors. Null where the vendor has no model for it. @throws as `complete` does */
  readonly embed: ((request: EmbeddingRequest) => Promise<Embeddings>) | null;
  /** Which of the parameters the model would not receive, and why. */
  checkParameters(parameters: AdvancedParameters, model: string): DroppedParameter[];
  /** Resolves when the vendor takes the key. @throws VendorError */
  testKey(key: string | null, options: { timeoutMs: number; signal?: AbortSignal }): Promise<void>;
}
