import { say } from '@tzurot/words';

export const PERIODS = {
  '24h': say('usage.choice.24h'),
  '7d': say('usage.choice.7d'),
  '30d': say('usage.choice.30d'),
} as const;
