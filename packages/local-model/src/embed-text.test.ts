import { expect, it } from 'vitest';
import { embedText } from './embed-text.ts';

function similarity(one: string, other: string): number {
  const [left, right] = [embedText(one, 384), embedText(other, 384)];
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

it('puts texts with shared words closer than texts without', () => {
  const near = similarity('The cat sleeps on the warm stove', 'A cat was sleeping near the stove');
  const far = similarity('The cat sleeps on the warm stove', 'Ships leave port before dawn');

  expect(near).toBeGreaterThan(far + 0.2);
});

it('minds neither case nor compatibility forms', () => {
  expect(similarity('HELLO Ｗorld', 'hello world')).toBeCloseTo(1, 5);
});

it.each(['hello', '', '?!', '😀', 'a b a b'])('gives a unit vector for %j', (text) => {
  for (const dimensions of [1, 2, 384]) {
    const vector = embedText(text, dimensions);

    expect(vector).toHaveLength(dimensions);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  }
});
