import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, createClock } from '../clock.ts';
import { createRateLimits, type LimitSettings, limitsForm, type RateLimits } from './rate-limits.ts';

const messages = {
  method: 'POST',
  route: '/channels/{channel_id}/messages',
  params: { channel_id: '1' },
  account: 'bot',
};
const elsewhere = { ...messages, params: { channel_id: '2' } };
const execute = {
  method: 'POST',
  route: '/webhooks/{webhook_id}/{webhook_token}',
  params: { webhook_id: '1', webhook_token: 't' },
  account: undefined,
};
const callback = {
  method: 'POST',
  route: '/interactions/{interaction_id}/{interaction_token}/callback',
  params: {},
  account: undefined,
};

function countAll(limited: RateLimits, call: Parameters<RateLimits['count']>[0], times: number): boolean[] {
  return Array.from({ length: times }, () => limited.count(call).refusal === undefined);
}

function inChannel(n: number) {
  return { ...messages, params: { channel_id: String(n) } };
}

describe('rate limits', () => {
  let clock: Clock;
  afterEach(() => clock.stop());

  function limits(settings: Partial<LimitSettings> = {}): RateLimits {
    clock = createClock();
    return createRateLimits(clock, limitsForm.parse(settings));
  }

  it('counts down in the headers, and refuses what exceeds the bucket until it is full again', () => {
    const limited = limits();

    const first = limited.count(messages);
    const rest = countAll(limited, messages, 5);
    const refused = limited.count(messages);
    clock.advance(5_000);
    const later = limited.count(messages);

    expect(first.headers).toMatchObject({ 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '4' });
    expect(first.headers['x-ratelimit-bucket']).toMatch(/^[0-9a-f]{32}$/);
    expect(rest).toEqual([true, true, true, true, false]);
    expect(refused.refusal).toMatchObject({
      status: 429,
      body: { message: 'You are being rate limited.', global: false },
      headers: { 'x-ratelimit-scope': 'user' },
    });
    expect(later.refusal).toBeUndefined();
  });

  it('keeps channels apart, under one bucket name', () => {
    const limited = limits();
    countAll(limited, messages, 5);

    const other = limited.count(elsewhere);

    expect(other.refusal).toBeUndefined();
    expect(other.headers['x-ratelimit-bucket']).toBe(limited.count(messages).headers['x-ratelimit-bucket']);
  });

  it('refuses a bot its 51st call in a second, everywhere', () => {
    const limited = limits();
    for (let n = 0; n < 50; n += 1) limited.count(inChannel(n));

    const { refusal } = limited.count(inChannel(99));

    expect(refusal).toMatchObject({ body: { global: true }, headers: { 'x-ratelimit-global': 'true' } });
    expect(limited.count(execute).refusal).toBeUndefined();
  });

  it('lets interactions be answered without a limit', () => {
    expect(countAll(limits(), callback, 200)).not.toContain(false);
  });

  it('lets webhooks speak 5 times in 2 seconds, and as often a minute as is set', () => {
    const exact = countAll(limits(), execute, 6);
    const limited = limits({ webhookPerMinute: 7 });
    const first = countAll(limited, execute, 5);
    clock.advance(2_000);
    const second = countAll(limited, execute, 3);

    expect(exact).toEqual([true, true, true, true, true, false]);
    expect([...first, ...second]).toEqual([true, true, true, true, true, true, true, false]);
  });

  it('is off when it is off', () => {
    const limited = limits({ mode: 'off' });

    expect(countAll(limited, messages, 100)).not.toContain(false);
    expect(limited.count(messages).headers).toEqual({});
  });

  it.each([
    ['tight', [true, false, false], 'user'],
    ['surprise', [true, false, true, false], 'shared'],
    ['global', [true, false, true, false], 'global'],
  ] as const)('mode %s refuses more than it promised', (mode, expected, scope) => {
    const limited = limits({ mode, every: 2 });

    const passed = countAll(limited, messages, expected.length);

    expect(passed).toEqual(expected);
    expect(limited.refuse(scope, 1).headers['x-ratelimit-scope']).toBe(scope);
  });

  it('mode html answers as the proxy in front of Discord does: no JSON, no headers to go by', () => {
    const limited = limits({ mode: 'html', every: 1 });

    const { headers, refusal } = limited.count(messages);

    expect(headers).toEqual({});
    expect(refusal).toMatchObject({ status: 429, headers: { 'content-type': 'text/html' } });
    expect(refusal?.body).toContain('<!DOCTYPE html>');
  });

  it('bars everything after 10,000 refused calls in ten minutes, shared limits not counted', () => {
    const limited = limits();
    for (let n = 0; n < 20_000; n += 1) limited.countInvalid(429, 'shared');
    const unharmed = limited.count(messages);
    for (let n = 0; n < 10_000; n += 1) limited.countInvalid(403, undefined);
    const barred = limited.count(messages);
    clock.advance(10 * 60_000);
    const later = limited.count(messages);

    expect([unharmed, barred, later].map(({ refusal }) => refusal?.status)).toEqual([undefined, 429, undefined]);
  });
});
