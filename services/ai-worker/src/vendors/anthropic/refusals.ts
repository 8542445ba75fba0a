import type { RefusalRule } from '../explain-failure.ts';

/** Sources: Anthropic API reference, "Errors"; bodies as people report them. */
export const refusals: readonly RefusalRule[] = [
  { words: /credit balance is too low/, means: 'payment' },
  { words: /spend(?:ing)? limit|usage limits/, means: 'quota' },
  { code: /billing_error/, means: 'payment' },
  { status: 401, words: /oauth|organization/, means: 'forbidden' },
  { code: /permission_error/, means: 'forbidden' },
  { code: /request_too_large/, means: 'too-long' },
  { words: /prompt is too long|exceed context limit/, means: 'too-long' },
  { words: /output blocked by content filtering/, means: 'refused' },
  { code: /overloaded_error/, means: 'overloaded' },
  { code: /not_found_error/, words: /model/, means: 'not-found' },
];
