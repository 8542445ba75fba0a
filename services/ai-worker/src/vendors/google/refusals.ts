import type { RefusalRule } from '../explain-failure.ts';

/** Sources: Gemini API, "Troubleshooting"; google.rpc.ErrorInfo reasons; bodies as people report them. */
export const refusals: readonly RefusalRule[] = [
  { code: /api_key_invalid|api_key_expired/, means: 'auth' },
  { words: /api key not valid|api key expired|api key not found|reported as leaked/, means: 'auth' },
  { words: /location is not supported/, means: 'region' },
  {
    code: /service_disabled|api_key_service_blocked|api_key_ip_address_blocked|consumer_suspended/,
    means: 'forbidden',
  },
  { code: /permission_denied/, means: 'forbidden' },
  { words: /billing|prepayment credits|free quota tier/, status: 400, means: 'payment' },
  { status: 429, words: /limit: 0|prepayment credits|spending cap/, means: 'payment' },
  { status: 429, words: /perday|per day|daily/, means: 'quota' },
  // Its usual sentence for every limit speaks of plan and billing.
  { status: 429, means: 'rate-limit' },
  { words: /input token count.{0,40}exceeds/, means: 'too-long' },
  { code: /not_found/, means: 'not-found' },
  { words: /overloaded|high demand/, means: 'overloaded' },
  { code: /unavailable/, words: /./, means: 'overloaded' },
  { code: /deadline_exceeded/, means: 'timeout' },
];
