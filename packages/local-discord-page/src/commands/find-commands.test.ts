import { expect, it } from 'vitest';
import type { Command } from '../discord/types.ts';
import { findCommands, menuCommands, slashCommands } from './find-commands.ts';

const command = (id: string, name: string, more: Partial<Command> = {}): Command => ({
  id,
  application_id: '1',
  name,
  description: `About ${name}`,
  ...more,
});

const index = {
  applications: [{ id: '1', name: 'Tzurot' }],
  application_commands: [
    command('10', 'help'),
    command('11', 'character', {
      options: [
        { type: 1, name: 'create', description: 'Make one' },
        {
          type: 2,
          name: 'memory',
          description: '',
          options: [
            {
              type: 1,
              name: 'list',
              description: 'What it remembers',
              options: [{ type: 3, name: 'page', description: '' }],
            },
          ],
        },
      ],
    }),
    command('12', 'Inspect', { type: 3 }),
    command('13', 'Persona', { type: 2 }),
  ],
};

it('lists subcommands as commands of their own, with the options below them', () => {
  const listed = slashCommands(index);

  expect(listed.map(({ fullName }) => fullName)).toEqual(['character create', 'character memory list', 'help']);
  expect(listed[1]).toMatchObject({
    path: ['memory', 'list'],
    description: 'What it remembers',
    options: [{ name: 'page' }],
  });
  expect(listed[0]?.application?.name).toBe('Tzurot');
});

it('offers commands for messages and for users apart', () => {
  expect(menuCommands(index, 3).map(({ name }) => name)).toEqual(['Inspect']);
  expect(menuCommands(index, 2).map(({ name }) => name)).toEqual(['Persona']);
});

const find = (typed: string): readonly string[] =>
  findCommands(slashCommands(index), typed).map(({ fullName }) => fullName);

it('finds a command by its beginning, then by its words, then by what it is about', () => {
  expect(find('')).toHaveLength(3);
  expect(find('char')).toEqual(['character create', 'character memory list']);
  expect(find('list')).toEqual(['character memory list']);
  expect(find('remembers')).toEqual(['character memory list']);
  expect(find('nothing like it')).toEqual([]);
});
