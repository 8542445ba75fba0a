import { VendorError, type VendorProblem } from './vendor-error.ts';
import type { FailureFacts, VendorFailure } from './vendor-failure.ts';

/** One line of a vendor's table: what it means when all that is named fits. The first fitting line counts. */
export interface RefusalRule {
  status?: number;
  /** Looked for in the vendor's short word, in lower case. */
  code?: RegExp;
  /** Looked for in the vendor's sentence, in lower case. */
  words?: RegExp;
  means: VendorProblem;
}

type Refusal = Extract<FailureFacts, { kind: 'refusal' }>;

/** A neutral failure as the error that the rest of the worker knows. */
export function explainFailure(
  vendor: { id: string; refusals: readonly RefusalRule[] },
  failure: VendorFailure,
): VendorError {
  const { facts } = failure;
  switch (facts.kind) {
    case 'refusal':
      return explainRefusal(vendor, facts);
    case 'unreachable':
      return new VendorError(vendor.id, 'down', 'cannot be reached', { cause: failure.cause });
    case 'broken':
      return new VendorError(vendor.id, 'down', 'the answer broke off', { cause: failure.cause });
    case 'unreadable':
      return new VendorError(vendor.id, 'down', 'the answer cannot be read', { cause: failure.cause });
    case 'address':
      return new VendorError(vendor.id, 'address', 'the address may not be called', { cause: failure.cause });
  }
}

function explainRefusal(vendor: { id: string; refusals: readonly RefusalRule[] }, refusal: Refusal): VendorError {
  const problem = findProblem(vendor.refusals, refusal) ?? findProblem(USUAL, refusal) ?? 'rejected';
  const hasEnd = (problem === 'rate-limit' || problem === 'quota') && refusal.retryAfterMs !== null;
  const [code] = refusal.code.split(' ');
  // The vendor's own words stay out: they may quote the prompt, or part of the key.
  const shown = code !== undefined && /^[a-z0-9_-]{1,60}$/.test(code) ? ` (${code})` : '';
  return new VendorError(vendor.id, problem, `answered ${refusal.status}${shown}`, {
    endsAt: hasEnd ? new Date(Date.now() + (refusal.retryAfterMs ?? 0)) : null,
    usage: refusal.usage ?? null,
  });
}

function findProblem(rules: readonly RefusalRule[], { status, code, words }: Refusal): VendorProblem | null {
  const fits = (rule: RefusalRule) =>
    (rule.status === undefined || rule.status === status) &&
    (rule.code === undefined || rule.code.test(code)) &&
    (rule.words === undefined || rule.words.test(words));
  return rules.find(fits)?.means ?? null;
}

const TOO_LONG =
  /context.{0,10}length|maximum context|context window|context size|too many tokens|(?:prompt|input|request).{0,20} too l(?:ong|arge)|exceeds? the (?:maximum|available|model's).{0,20}(?:context|tokens)|reduce the length/;
const SPENT = /insufficient.{0,2}(?:quota|credit|funds|balance)|billing|credit balance|exceeded your current quota/;
const CONTENT = /content.{0,2}(?:policy|filter|management)|moderation|flagged|safety system|usage policies/;
const NO_MODEL =
  /not a valid model|model.{0,80}(?:not found|does not exist|not exist|not supported)|no such model|unknown model/;
const REGION = /(?:country|region|location|territory).{0,30}(?:not supported|unsupported)|unsupported_country/;

/** What most vendors mean, where their own table says nothing. */
const USUAL: readonly RefusalRule[] = [
  { words: REGION, means: 'region' },
  { code: REGION, means: 'region' },
  { status: 401, means: 'auth' },
  { status: 402, means: 'payment' },
  { status: 403, words: CONTENT, means: 'refused' },
  { status: 403, code: CONTENT, means: 'refused' },
  // A page of a firewall says nothing of the key.
  { status: 403, code: /^$/, words: /^$/, means: 'down' },
  { status: 403, means: 'forbidden' },
  { status: 404, means: 'not-found' },
  { status: 408, means: 'timeout' },
  { status: 504, means: 'timeout' },
  { status: 413, means: 'too-long' },
  { status: 429, words: SPENT, means: 'payment' },
  { status: 429, code: SPENT, means: 'payment' },
  { status: 429, words: /per.day|daily|per.month|monthly/, means: 'quota' },
  { status: 429, means: 'rate-limit' },
  { status: 529, means: 'overloaded' },
  { status: 503, words: /overloaded|high demand|capacity/, means: 'overloaded' },
  ...[500, 501, 502, 503, 520, 521, 522, 523, 524, 525, 530].map((status) => ({ status, means: 'down' as const })),
  { code: TOO_LONG, means: 'too-long' },
  { code: /context_length_exceeded|string_above_max_length/, means: 'too-long' },
  { words: TOO_LONG, means: 'too-long' },
  { code: CONTENT, means: 'refused' },
  { words: CONTENT, means: 'refused' },
  { code: /model_not_found/, means: 'not-found' },
  { words: NO_MODEL, means: 'not-found' },
  { words: SPENT, means: 'payment' },
];
