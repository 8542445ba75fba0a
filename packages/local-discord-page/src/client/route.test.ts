import { expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from './route.ts';

const fallback = { person: 'ada', channelId: null };

it.each<[string, Route]>([
  ['', [fallback]],
  ['#/', [fallback]],
  ['#/ben/123', [{ person: 'ben', channelId: '123' }]],
  ['#/ben/@me', [{ person: 'ben', channelId: null }]],
  [
    '#/ada/1/ben/2',
    [
      { person: 'ada', channelId: '1' },
      { person: 'ben', channelId: '2' },
    ],
  ],
  ['#/ada/x%20y', [{ person: 'ada', channelId: null }]],
  ['#/<script>/1', [fallback]],
  ['#/%E0%A4%A/1', [fallback]],
])('reads %s', (hash, route) => {
  expect(parseRoute(hash, fallback)).toEqual(route);
});

it('writes what it reads', () => {
  const route: Route = [
    { person: 'ada', channelId: '1' },
    { person: 'cyn', channelId: null },
  ];

  expect(parseRoute(formatRoute(route), fallback)).toEqual(route);
});
