import type { Message } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createJoining, type Joining } from './joining.ts';

const PATIENCE = { joinMs: 2_000, typingMs: 5_000 };

let passed: string[][];
let joining: Joining<string>;

beforeEach(() => {
  vi.useFakeTimers();
  passed = [];
  joining = createJoining((joined) => passed.push(joined.map(({ waiting }) => waiting)));
});
afterEach(() => vi.useRealTimers());

const message = (id: string, { author = 'ada', content = id } = {}) =>
  ({ id, channelId: 'general', author: { id: author }, content }) as Message;

describe('messages that wait', () => {
  it('pass together when their author has been silent for long enough', () => {
    joining.add(message('1'), 'one', PATIENCE);
    vi.advanceTimersByTime(1_500);
    joining.add(message('2'), 'two', PATIENCE);
    joining.add(message('3', { author: 'ben' }), 'three', PATIENCE);
    vi.advanceTimersByTime(1_999);
    const before = [...passed];
    vi.advanceTimersByTime(1);

    expect(before).toEqual([]);
    expect(passed).toEqual([['one', 'two'], ['three']]);
    expect(joining.findOpen(message('4'))).toBeNull();
  });

  it('wait for whoever types, and for nobody longer than ten seconds', () => {
    joining.add(message('1'), 'one', PATIENCE);
    for (let second = 1; second < 10; second += 1) {
      vi.advanceTimersByTime(1_000);
      joining.typing('general', 'ada');
    }
    joining.typing('general', 'ben');
    const before = [...passed];
    vi.advanceTimersByTime(1_000);

    expect(before).toEqual([]);
    expect(passed).toEqual([['one']]);
  });

  it('do not wait on for typing where nobody wants that', () => {
    joining.add(message('1'), 'one', { joinMs: 2_000, typingMs: 0 });
    joining.typing('general', 'ada');
    vi.advanceTimersByTime(2_000);

    expect(passed).toEqual([['one']]);
  });

  it('leave out what is gone, and are nothing when all of it is', () => {
    joining.add(message('1'), 'one', PATIENCE);
    joining.add(message('2'), 'two', PATIENCE);
    joining.add(message('3', { author: 'ben' }), 'three', PATIENCE);

    expect([joining.drop('1'), joining.drop('3'), joining.drop('9')]).toEqual(['one', 'three', null]);
    joining.flushAll();
    expect(passed).toEqual([['two']]);
  });

  it('pass when another one would make them longer than a message may be', () => {
    joining.add(message('1', { content: 'x'.repeat(3_000) }), 'one', PATIENCE);
    joining.add(message('2', { content: 'y'.repeat(1_000) }), 'two', PATIENCE);

    expect(passed).toEqual([['one']]);
    expect(joining.findOpen(message('3'))).toBe('two');
  });
});
