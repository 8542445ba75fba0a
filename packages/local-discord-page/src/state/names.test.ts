import { expect, it } from 'vitest';
import { authorName, avatarUrl, channelLabel, initials, memberRoles, nameColor } from './names.ts';
import { ada, ben, bot, dm, general, guild, message, sampleWorld } from './sample-world.ts';

it('calls people by nickname, then display name, then user name, and webhooks by what they call themselves', () => {
  const world = sampleWorld();
  const byWebhook = message('1', { webhook_id: '9', author: { id: '9', username: 'Lilith' } });

  expect(authorName(world, message('1', { author: ben }))).toBe('Benny');
  expect(authorName(world, message('1', { author: ada }))).toBe('Ada');
  expect(authorName(world, message('1', { author: bot }))).toBe('Tzurot');
  expect(authorName(world, byWebhook)).toBe('Lilith');
});

it('names a direct message after who else is in it', () => {
  expect(channelLabel(sampleWorld(), general)).toBe('#general');
  expect(channelLabel(sampleWorld(), dm)).toBe('@Tzurot');
});

it('colours a name by the highest role that has a colour', () => {
  const world = sampleWorld();

  expect(nameColor(world, guild.id, ben.id)).toBe('#ff0000');
  expect(nameColor(world, guild.id, ada.id)).toBeUndefined();
  expect(memberRoles(world, guild.id, ben.id).map(({ name }) => name)).toEqual(['Moderator']);
});

it('has a picture only where there is one, and letters elsewhere', () => {
  expect(avatarUrl({ ...ada, avatar: 'abc' }, 128)).toBe('/avatars/1001/abc.png?size=128');
  expect(avatarUrl(ada)).toBeNull();
  expect(initials('The Old  Tavern')).toBe('TO');
  expect(initials('')).toBe('');
});
