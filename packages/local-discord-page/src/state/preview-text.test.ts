import { expect, it } from 'vitest';
import { previewText, spokenText, wordlessText } from './preview-text.ts';
import { ben, general, guild, message, moderatorRoleId, sampleWorld } from './sample-world.ts';

it('puts a message into one line, with names and without markup or spoilers', () => {
  const content = `# Hey <@${ben.id}>\n> see <#${general.id}> and <@&${moderatorRoleId}>\n**not** ||this||`;

  expect(previewText(sampleWorld(), message('1', { content }))).toBe(
    'Hey @Benny see #general and @Moderator not ▇▇▇▇▇▇',
  );
});

it('says what a message without words is', () => {
  const file = { id: '1', filename: 'a.png', size: 1, url: '/a.png' };

  expect(wordlessText(message('1', { flags: 8192, attachments: [file] }))).toBe('Voice message');
  expect(wordlessText(message('1', { attachments: [file] }))).toBe('Click to see attachment');
  expect(spokenText(sampleWorld(), message('1', { guild_id: guild.id, content: '', attachments: [file] }))).toBe(
    'Benny: Click to see attachment',
  );
});
