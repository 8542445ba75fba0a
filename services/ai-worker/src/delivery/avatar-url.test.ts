import { expect, it } from 'vitest';

import { fetchableAvatarUrl } from './avatar-url.ts';

const real = { publicUrl: 'https://bot.example', discordApiUrl: 'https://discord.com/api' };
const here = { publicUrl: null, discordApiUrl: 'http://127.0.0.1:3900/api' };

it.each([
  ['https://pictures.example/a.png', 'https://pictures.example/a.png'],
  ['/pictures/a.png', 'https://bot.example/pictures/a.png'],
  ['http://127.0.0.1:3902/a.png', null],
  ['http://192.168.1.7/a.png', null],
  ['http://gateway/a.png', null],
  ['http://[::1]/a.png', null],
  ['data:image/png;base64,AAAA', null],
  ['http://', null],
  [null, null],
])('on Discord, %j is fetched from %j', (avatarUrl, expected) => {
  expect(fetchableAvatarUrl(avatarUrl, real)).toBe(expected);
});

it('leaves a picture out that only a public address would give', () => {
  expect(fetchableAvatarUrl('/pictures/a.png', { ...real, publicUrl: null })).toBeNull();
});

it('gives a Discord on this machine what is on this machine', () => {
  expect(fetchableAvatarUrl('http://127.0.0.1:3902/a.png', here)).toBe('http://127.0.0.1:3902/a.png');
});
