/** What one answer used; all are counts of tokens. */
export interface TokenUse {
  promptTokens: number;
  /** The part of the prompt that an earlier request had too. */
  cachedTokens: number;
  completionTokens: number;
  /** Part of the completion's. */
  reasoningTokens: number;
}

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'error';
