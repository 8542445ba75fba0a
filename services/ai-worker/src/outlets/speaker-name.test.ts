import { expect, it } from 'vitest';

import { speakerName } from './speaker-name.ts';

it.each([
  ['Lilith', 'Lilith'],
  ['  The   Sly\nLibrarian ', 'The Sly Librarian'],
  ['Clyde', 'C\u200alyde'],
  ['My Discord Friend', 'My D\u200aiscord Friend'],
  ['Everyone', 'E\u200averyone'],
  ['here', 'h\u200aere'],
  ['Here Be Dragons', 'Here Be Dragons'],
  ['```', '`\u200a`\u200a`'],
  ['\u200b\u2060', 'Character'],
  ['', 'Character'],
])('%j is heard as %j', (name, expected) => {
  expect(speakerName(name)).toBe(expected);
});

it('is at most 80 characters long, cut between letters as people see them', () => {
  const name = speakerName(`${'a'.repeat(79)}👩‍👩‍👧‍👦`);

  expect(name).toBe('a'.repeat(79));
  expect(speakerName('discord'.repeat(12)).length).toBeLessThanOrEqual(80);
  expect(speakerName('discord'.repeat(12))).not.toMatch(/discord/i);
});
