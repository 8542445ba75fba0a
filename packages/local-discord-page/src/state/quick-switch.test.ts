import { expect, it } from 'vitest';
import { applyEvent } from './apply-event.ts';
import { quickSwitch } from './quick-switch.ts';
import { idAt, message, sampleWorld, shelf } from './sample-world.ts';

const find = (typed: string): readonly string[] => quickSwitch(sampleWorld(), typed).map(({ id }) => id);

it('finds places by a few letters, those that begin with them first, and none that one may not see', () => {
  expect(find('#gen')).toEqual(['601']);
  expect(find('@tzu')).toEqual(['607']);
  expect(find('staff')).toEqual([]);
  expect(find('Library')).toEqual([]);
});

it('offers first what is unread when nothing was typed', () => {
  const world = applyEvent(sampleWorld(), {
    name: 'MESSAGE_CREATE',
    data: message(idAt(1), { channel_id: shelf.id }),
    atMs: 0,
  });

  expect(quickSwitch(world, '')[0]?.id).toBe(shelf.id);
});
