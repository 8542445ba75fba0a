import { STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, apiErrors, errorsByFault } from '../errors.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { ArmedFault, ArmedKind } from '../local/faults.ts';
import { type Answer, bodyAnswer, errorAnswer } from './answer.ts';

/** Uses up a fault of this kind that fits the call at hand. */
export type TakeFault = (kind: ArmedKind) => ArmedFault | undefined;

const DEFAULT_DELAY_MS = 1_000;

/** Faults that act before the call has any effect. @returns the answer that takes the place of one */
export async function refuseByFault(take: TakeFault, limits: RateLimits): Promise<Answer | undefined> {
  const limited = take('rate-limit');
  if (limited) {
    const { status, headers, body } = limits.refuse(limited.scope, limited.retryAfter);
    return bodyAnswer(status, headers, body);
  }
  const failing = take('error-before');
  if (failing) return asError(failing);
  if (take('lost-message')) return { status: 204, headers: {}, text: undefined };
  const html = take('html-error');
  if (html) return htmlError(html.status ?? 502);
  const delay = take('delay-before');
  if (delay) await sleep(delay.delayMs ?? DEFAULT_DELAY_MS, undefined, { ref: false });
  return undefined;
}

/** Faults that act when the effect is there and only the answer can go wrong. @returns undefined to answer nothing */
export async function spoilByFault(take: TakeFault, answer: Answer): Promise<Answer | undefined> {
  const delay = take('delay');
  if (delay) await sleep(delay.delayMs ?? DEFAULT_DELAY_MS, undefined, { ref: false });
  const failing = take('error-after');
  if (failing) return asError(failing);
  return take('drop-answer') ? undefined : answer;
}

/** What the fault says; what it leaves open, Discord's own code decides. */
function asError(fault: ArmedFault): Answer {
  const known = [...Object.values(apiErrors), ...errorsByFault].find(
    ([, code]) => code !== 0 && code === fault.errorCode,
  );
  const status = fault.status ?? known?.[0] ?? 500;
  const message = fault.errorMessage ?? known?.[2] ?? `${status}: ${STATUS_CODES[status] ?? 'Error'}`;
  const extra = status === 429 ? { retry_after: fault.retryAfter, global: false } : {};
  return errorAnswer(new ApiError(status, fault.errorCode, message, { extra }));
}

function htmlError(status: number): Answer {
  const text = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, text };
}
