import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseRows, rowsOf } from './rows.ts';

const Person = z.object({
  id: z.string(),
  name: z.string().min(1),
  pets: rowsOf('pet', z.object({ id: z.string(), legs: z.int() })).default([]),
});
const People = z.object({ items: rowsOf('person', Person), total: z.int() });
const ada = { id: 'ada', name: 'Ada', pets: [] };

it('leaves out a row that does not fit, and says which and why', () => {
  const parsed = parseRows(People, { items: [ada, { id: 'ben', name: '' }, 7], total: 3 });

  expect(parsed).toMatchObject({ success: true, data: { items: [ada], total: 3 } });
  expect(parsed).toMatchObject({
    badRows: [
      { table: 'person', id: 'ben', problem: expect.stringMatching(/^name: /) },
      { table: 'person', id: '7', problem: expect.any(String) },
    ],
  });
});

it('leaves out the innermost row that an error is in', () => {
  const pets = [
    { id: 'rex', legs: 4 },
    { id: 'bob', legs: 'two' },
  ];

  expect(parseRows(People, { items: [{ ...ada, pets }], total: 1 })).toMatchObject({
    success: true,
    data: { items: [{ id: 'ada', pets: [{ id: 'rex', legs: 4 }] }] },
    badRows: [{ table: 'pet', id: 'bob' }],
  });
});

it('finds rows behind a choice, a null and a default', () => {
  const Answer = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('some'), people: rowsOf('person', Person).nullable() }),
  ]);

  expect(parseRows(Answer, { kind: 'some', people: [ada, {}] })).toMatchObject({
    success: true,
    data: { people: [ada] },
    badRows: [{ table: 'person', id: '' }],
  });
});

it('fails for what is wrong outside of rows', () => {
  expect(parseRows(People, { items: [{}], total: 'many' }).success).toBe(false);
  expect(parseRows(z.array(Person), [{}]).success).toBe(false);
});

it('changes nothing of what it is given', () => {
  const value = { items: [ada, {}], total: 2 };

  parseRows(People, value);

  expect(value.items).toHaveLength(2);
});
