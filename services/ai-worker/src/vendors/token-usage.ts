export interface TokenUsage {
  /** Everything the model read, from the cache or not. */
  promptTokens: number;
  /** Of the prompt: what the vendor had from an earlier call. */
  cachedTokens: number;
  /** Everything the model wrote, thinking included. */
  completionTokens: number;
  /** Of the completion: what was thought and not said. */
  reasoningTokens: number;
  /** In US dollars, when the vendor says. */
  costUsd: number | null;
}
