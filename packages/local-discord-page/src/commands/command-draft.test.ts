import { expect, it } from 'vitest';
import type { CommandOption } from '../discord/types.ts';
import {
  fillOption,
  firstProblem,
  hideOption,
  optionProblem,
  showOption,
  startDraft,
  toInteractionData,
} from './command-draft.ts';
import type { SlashCommand } from './find-commands.ts';

const options: readonly CommandOption[] = [
  { type: 3, name: 'character', description: 'Which', required: true, autocomplete: true },
  { type: 4, name: 'page', description: 'Page', min_value: 1, max_value: 9 },
  { type: 11, name: 'picture', description: 'Picture' },
];

const command: SlashCommand = {
  key: '11 memory list',
  command: { id: '11', application_id: '1', name: 'character', description: '', version: '7' },
  application: undefined,
  path: ['memory', 'list'],
  fullName: 'character memory list',
  description: '',
  options,
};

const file = { name: 'a.png', blob: new Blob(['x']) };

it('begins with the required options and shows others when they are added', () => {
  const draft = startDraft(command);

  const added = showOption(showOption(draft, 'page'), 'page');

  expect(draft.shown).toEqual(['character']);
  expect(added.shown).toEqual(['character', 'page']);
  expect(hideOption(fillOption(added, 'page', { text: '2' }), 'page')).toEqual(draft);
});

it('sends subcommands nested, values in their types and files by index', () => {
  const draft = [
    ['character', { text: 'Lilith', value: 'lilith' }] as const,
    ['page', { text: ' 3 ' }] as const,
    ['picture', { text: 'a.png', file }] as const,
  ].reduce((next, [name, entry]) => fillOption(next, name, entry), startDraft(command));

  const sent = toInteractionData(draft);

  expect(sent.files).toEqual([file]);
  expect(sent.data).toMatchObject({
    id: '11',
    name: 'character',
    type: 1,
    version: '7',
    attachments: [{ id: '0', filename: 'a.png' }],
    options: [
      {
        type: 2,
        name: 'memory',
        options: [
          {
            type: 1,
            name: 'list',
            options: [
              { type: 3, name: 'character', value: 'lilith' },
              { type: 4, name: 'page', value: 3 },
              { type: 11, name: 'picture', value: '0' },
            ],
          },
        ],
      },
    ],
  });
});

it('asks for suggestions with the focused option as it stands, empty or not', () => {
  const { data } = toInteractionData(startDraft(command), 'character');

  expect(JSON.stringify(data)).toContain('{"type":3,"name":"character","value":"","focused":true}');
});

it('says what is missing, and nothing about what is optional', () => {
  const draft = startDraft(command);

  expect(firstProblem(draft)).toEqual({ name: 'character', problem: 'This option is required.' });
  expect(firstProblem(fillOption(draft, 'character', { text: 'typed by hand' }))).toBeNull();
});

it.each([
  [{ type: 4, name: 'n', description: '' }, { text: 'x' }, 'Enter a number.'],
  [{ type: 4, name: 'n', description: '' }, { text: '1.5' }, 'Enter a whole number.'],
  [{ type: 10, name: 'n', description: '', min_value: 2 }, { text: '1.5' }, 'Enter 2 or more.'],
  [{ type: 4, name: 'n', description: '', max_value: 2 }, { text: '3' }, 'Enter 2 or less.'],
  [{ type: 6, name: 'u', description: '' }, { text: 'ben' }, 'Choose one from the list.'],
  [{ type: 6, name: 'u', description: '' }, { text: 'ben', value: '1002' }, null],
  [
    { type: 3, name: 's', description: '', choices: [{ name: 'A', value: 'a' }] },
    { text: 'A' },
    'Choose one from the list.',
  ],
  [{ type: 3, name: 's', description: '', min_length: 3 }, { text: 'ab' }, 'Write at least 3 characters.'],
  [{ type: 3, name: 's', description: '', max_length: 3 }, { text: 'abcd' }, 'Write at most 3 characters.'],
  [{ type: 11, name: 'f', description: '', required: true }, undefined, 'This option is required.'],
])('checks %o filled with %o', (option, entry, problem) => {
  expect(optionProblem(option, entry)).toBe(problem);
});
