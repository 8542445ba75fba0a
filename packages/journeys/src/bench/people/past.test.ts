import { expect, it } from 'vitest';
import { CHARACTERS, type Line, PEOPLE, planBurst, planPast } from './past.ts';

const channels = Array.from({ length: 15 }, (_, index) => `channel-${index}`);
const countBy = (lines: readonly Line[], key: (line: Line) => string) =>
  [...Map.groupBy(lines, key).values()].map((group) => group.length);

it('gives every person the memories that were asked for, spread over all characters and channels', () => {
  const past = planPast(channels, 500);

  const memories = PEOPLE.map((name) => 2 * past.filter(({ person }) => person === name).length);
  expect(memories).toEqual([500, 500, 500]);
  expect(countBy(past, ({ person, character }) => `${person} ${character}`)).toHaveLength(
    PEOPLE.length * CHARACTERS.length,
  );
  expect(Math.min(...countBy(past, ({ channelId }) => channelId))).toBeGreaterThanOrEqual(40);
});

it('lets everybody talk to each character in a burst', () => {
  const burst = planBurst(channels);

  expect(burst).toHaveLength(channels.length * CHARACTERS.length);
  expect(countBy(burst, ({ person, character }) => `${person} ${character}`)).toEqual(
    Array.from({ length: PEOPLE.length * CHARACTERS.length }, () => 5),
  );
});
