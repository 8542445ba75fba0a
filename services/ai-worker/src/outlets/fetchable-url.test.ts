import { expect, it } from 'vitest';

import { fetchableUrl } from './fetchable-url.ts';

const real = { discordApiUrl: 'https://discord.com/api' };
const here = { discordApiUrl: 'http://127.0.0.1:3900/api' };

it.each([
  ['https://pictures.example/a.png', 'https://pictures.example/a.png'],
  ['/pictures/a.png', null],
  ['http://127.0.0.1:3902/a.png', null],
  ['http://192.168.1.7/a.png', null],
  ['http://gateway/a.png', null],
  ['http://[::1]/a.png', null],
  ['data:image/png;base64,AAAA', null],
  ['http://', null],
  [null, null],
])('on Discord, %j is fetched from %j', (address, expected) => {
  expect(fetchableUrl(address, real)).toBe(expected);
});

it('gives a Discord on this machine what is on this machine', () => {
  expect(fetchableUrl('http://127.0.0.1:3902/a.png', here)).toBe('http://127.0.0.1:3902/a.png');
});
