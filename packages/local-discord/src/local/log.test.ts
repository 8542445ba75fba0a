import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';
import { redactSecrets } from './redact.ts';

function event(payload: string) {
  return { kind: 'event', world: 'default', to: 'ada', session: 's', name: 'X', payload } as const;
}

describe('the log', () => {
  it('gives what came after a number, and nothing after the last', () => {
    const log = createLog(() => 5);
    for (const n of [1, 2, 3]) log.add(event(String(n)));

    expect(log.since(1).map(({ n, atMs }) => [n, atMs])).toEqual([
      [2, 5],
      [3, 5],
    ]);
    expect([log.since(3), log.last()]).toEqual([[], 3]);
  });

  it('lets the oldest go when it is full, and keeps counting', () => {
    const log = createLog(() => 0);
    for (let n = 0; n < 50_000; n += 1) log.add(event('{}'));

    const kept = log.since(0);

    expect(kept).toHaveLength(20_000);
    expect([kept[0]?.n, kept.at(-1)?.n]).toEqual([30_001, 50_000]);
    expect(log.since(49_998).map(({ n }) => n)).toEqual([49_999, 50_000]);
  });

  it('lets old entries go when they are large', () => {
    const log = createLog(() => 0);
    for (let n = 0; n < 60; n += 1) log.add(event('x'.repeat(1_000_000)));

    expect(log.since(0).length).toBeLessThan(50);
  });
});

describe('redaction', () => {
  it('hides the value beside a custom id that ends in :secret, wherever it stands', () => {
    const modal = {
      data: {
        components: [{ component: { custom_id: 'key:secret', value: 'sk-1' } }, { custom_id: 'name', value: 'Nova' }],
      },
    };

    expect(redactSecrets(JSON.stringify(modal))).toBe(JSON.stringify(modal).replace('sk-1', '[redacted]'));
  });

  it('hides chosen values too', () => {
    expect(redactSecrets('{"custom_id":"a:secret","values":["x"]}')).toBe(
      '{"custom_id":"a:secret","values":"[redacted]"}',
    );
  });

  it('leaves text without secrets as it is, and shows nothing of what it cannot read', () => {
    expect(redactSecrets('{ "a": 1 }')).toBe('{ "a": 1 }');
    expect(redactSecrets('{"custom_id":"a:secret","value":"sk')).not.toContain('sk');
  });
});
