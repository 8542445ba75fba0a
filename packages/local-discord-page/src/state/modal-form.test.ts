import { expect, it } from 'vitest';
import type { Component, Modal } from '../discord/types.ts';
import { entryProblem, inputsOf, startEntries, toSubmission } from './modal-form.ts';

const modal = (...components: readonly Component[]): Modal => ({
  id: '1',
  custom_id: 'm',
  title: 'Create',
  channel_id: '2',
  application: { id: '3', name: 'Tzurot' },
  components,
});

const name: Component = { type: 4, custom_id: 'name', style: 1, value: 'Lilith' };
const options = [
  { label: 'A', value: 'a', default: true },
  { label: 'B', value: 'b' },
];

const full = modal(
  { type: 10, content: 'Hello' },
  { type: 18, id: 2, label: 'Name', component: name },
  { type: 1, components: [{ type: 4, custom_id: 'old', style: 2, label: 'Old' }] },
  { type: 18, label: 'Pick', component: { type: 3, custom_id: 'pick', options } },
  { type: 18, label: 'One', component: { type: 21, custom_id: 'one', options } },
  { type: 18, label: 'Some', component: { type: 22, custom_id: 'some', options } },
  { type: 18, label: 'Tick', component: { type: 23, custom_id: 'tick', default: true } },
  { type: 18, label: 'Files', component: { type: 19, custom_id: 'files', max_values: 2 } },
);

it('finds every input, in labels and in rows', () => {
  expect(inputsOf(full.components).map((input) => input.custom_id)).toEqual([
    'name',
    'old',
    'pick',
    'one',
    'some',
    'tick',
    'files',
  ]);
});

it('sends back what the app put in when nothing is changed', () => {
  const { components, files } = toSubmission(full, startEntries(full));

  expect(files).toEqual([]);
  expect(components).toEqual([
    { type: 18, id: 2, component: { type: 4, custom_id: 'name', value: 'Lilith' } },
    { type: 1, components: [{ type: 4, custom_id: 'old', value: '' }] },
    { type: 18, component: { type: 3, custom_id: 'pick', values: ['a'] } },
    { type: 18, component: { type: 21, custom_id: 'one', value: 'a' } },
    { type: 18, component: { type: 22, custom_id: 'some', values: ['a'] } },
    { type: 18, component: { type: 23, custom_id: 'tick', value: true } },
    { type: 18, component: { type: 19, custom_id: 'files', values: [] } },
  ]);
});

const file = (fileName: string): { name: string; blob: Blob } => ({ name: fileName, blob: new Blob() });

it('names files by their place among all files', () => {
  const two = modal(
    { type: 18, label: 'A', component: { type: 19, custom_id: 'a' } },
    { type: 18, label: 'B', component: { type: 19, custom_id: 'b' } },
  );

  const sent = toSubmission(two, { a: { files: [file('1')] }, b: { files: [file('2'), file('3')] } });

  expect(sent.files.map((upload) => upload.name)).toEqual(['1', '2', '3']);
  expect(sent.components).toMatchObject([{ component: { values: ['0'] } }, { component: { values: ['1', '2'] } }]);
});

it('takes inputs as required unless they say otherwise', () => {
  expect(entryProblem({ type: 4, custom_id: 'x', style: 1 })).toBe('This field is required.');
  expect(entryProblem({ type: 4, custom_id: 'x', style: 1, required: false })).toBeNull();
  expect(entryProblem({ type: 3, custom_id: 'x', options }, { values: [] })).toBe('Choose an option.');
  expect(entryProblem({ type: 19, custom_id: 'x' }, { files: [] })).toBe('Choose a file.');
  expect(entryProblem({ type: 23, custom_id: 'x' })).toBeNull();
});

it('holds to the lengths and counts that the app set', () => {
  expect(entryProblem({ type: 4, custom_id: 'x', style: 1, min_length: 3 }, { text: 'ab' })).toBe(
    'Must be at least 3 characters.',
  );
  expect(entryProblem({ type: 5, custom_id: 'x', min_values: 2, max_values: 3 }, { values: ['1'] })).toBe(
    'Choose at least 2 options.',
  );
  expect(entryProblem({ type: 5, custom_id: 'x', max_values: 1 }, { values: ['1', '2'] })).toBe(
    'Choose at most 1 option.',
  );
});
