import { afterEach, describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';

describe('the clock', () => {
  const clock = createClock();
  afterEach(() => clock.stop());

  it('runs what falls due when it is moved, earliest first, each once', () => {
    const ran: string[] = [];
    clock.after(2_000, () => ran.push('second'));
    clock.after(1_000, () => ran.push('first'));
    clock.after(9_000, () => ran.push('later'));

    clock.advance(2_000);
    clock.advance(0);

    expect(ran).toEqual(['first', 'second']);
  });

  it('runs what is added on the way, if it falls due on the way', () => {
    const ran: string[] = [];
    clock.after(1_000, () => void clock.after(0, () => ran.push('inner')));

    clock.advance(5_000);

    expect(ran).toEqual(['inner']);
  });

  it('forgets what is cancelled', () => {
    const ran: string[] = [];
    const cancel = clock.after(1_000, () => ran.push('cancelled'));

    cancel();
    clock.advance(1_000);

    expect(ran).toEqual([]);
  });

  it('runs by itself when real time passes', async () => {
    await expect(new Promise<string>((resolve) => void clock.after(5, () => resolve('ran')))).resolves.toBe('ran');
  });

  it('waits longer than a timer of the system can', () => {
    const ran: string[] = [];
    const fiftyDaysMs = 50 * 24 * 60 * 60_000;
    clock.after(fiftyDaysMs, () => ran.push('after 50 days'));

    clock.advance(fiftyDaysMs - 10_000);
    const before = [...ran];
    clock.advance(10_000);

    expect([before, ran]).toEqual([[], ['after 50 days']]);
  });
});
