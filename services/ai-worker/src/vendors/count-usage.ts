import type { TokenUsage } from './token-usage.ts';

export const NO_USAGE: TokenUsage = {
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
  reasoningTokens: 0,
  costUsd: null,
};

/** More than any call can use; what is above comes from a vendor that miscounts, and must not cost the reply. */
const MAX_TOKENS = 1_000_000_000;
const MAX_COST_USD = 100_000;

/** A vendor's figures as ones that can be kept; `isClamped` when any of them could not be true. */
export function clampUsage(usage: TokenUsage): { usage: TokenUsage; isClamped: boolean } {
  const clamped: TokenUsage = {
    promptTokens: clamp(usage.promptTokens, MAX_TOKENS),
    cachedTokens: clamp(usage.cachedTokens, MAX_TOKENS),
    completionTokens: clamp(usage.completionTokens, MAX_TOKENS),
    reasoningTokens: clamp(usage.reasoningTokens, MAX_TOKENS),
    costUsd: usage.costUsd === null ? null : Math.min(Math.max(usage.costUsd, 0), MAX_COST_USD) || 0,
  };
  const names = Object.keys(clamped) as (keyof TokenUsage)[];
  return { usage: clamped, isClamped: names.some((name) => clamped[name] !== usage[name]) };
}

function clamp(count: number, max: number): number {
  return Number.isNaN(count) ? 0 : Math.min(Math.max(0, Math.round(count)), max);
}
