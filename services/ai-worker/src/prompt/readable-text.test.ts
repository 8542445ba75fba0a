import { expect, it } from 'vitest';

import { localTime, readableText } from './readable-text.ts';

const nameOf = (id: string) => (id === '1457705189376000000' ? 'Ada' : null);

it.each([
  ['<@1457705189376000000> and <@!1457705441034240000>', '@Ada and @somebody'],
  ['<@&1457706447667200000> in <#1457706950983680000>', '@role in #channel'],
  ['<:library:1457705189376000000><a:spin:1457705189376000000>', ':library::spin:'],
  ['</wallet set:1457705189376000000>', '/wallet set'],
  ['<t:1767607200:R> or <t:1767607200>', '2026-01-05 10:00 UTC or 2026-01-05 10:00 UTC'],
  ['<t:9999999999999:R>', '<t:9999999999999:R>'],
  ['<id:browse>', '#browse'],
  ['a < b and <b>bold</b>', 'a < b and <b>bold</b>'],
])('%j reads as %j', (content, expected) => {
  expect(readableText(content, nameOf)).toBe(expected);
});

it('tells the time of a zone as its clocks show it, and nothing of one that is not known', () => {
  const moment = new Date('2026-12-01T02:05:00.000Z');

  expect(localTime(moment, 'America/New_York')).toEqual({ weekday: 'Monday', date: '2026-11-30', time: '21:05' });
  expect(localTime(moment, 'Mars/Olympus')).toBeNull();
});
