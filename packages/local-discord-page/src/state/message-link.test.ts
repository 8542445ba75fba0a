import { expect, it } from 'vitest';
import { messageLink, parseMessageLink } from './message-link.ts';

it.each([
  ['https://discord.com/channels/1/2/3', { channelId: '2', messageId: '3' }],
  ['https://ptb.discord.com/channels/1/2', { channelId: '2', messageId: null }],
  ['https://discord.com/channels/@me/2/3', { channelId: '2', messageId: '3' }],
  ['https://discord.com/channels/1', null],
  ['https://discord.com/channels/1/2/3/4', null],
  ['https://discord.com.example.org/channels/1/2/3', null],
])('reads %s', (url, place) => {
  expect(parseMessageLink(url)).toEqual(place);
});

it('writes links that it reads', () => {
  const inGuild = messageLink('1', '2', '3');
  const inDirectMessages = messageLink(undefined, '2', '3');

  expect([inGuild, inDirectMessages]).toEqual([
    'https://discord.com/channels/1/2/3',
    'https://discord.com/channels/@me/2/3',
  ]);
  expect(parseMessageLink(inDirectMessages)).toEqual({ channelId: '2', messageId: '3' });
});
