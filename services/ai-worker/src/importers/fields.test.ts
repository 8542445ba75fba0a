import { say } from '@tzurot/words';
import { expect, it } from 'vitest';
import { importers } from './index.ts';
import type { FieldRule } from './map-fields.ts';

function line(of: string, rule: FieldRule): string {
  const what =
    'to' in rule
      ? `${rule.to}${rule.consent === undefined ? '' : ' (with permission)'}`
      : `not used: ${say(`import.ignored.${rule.ignored}`)}`;
  return `| ${of} | \`${rule.from}\` | ${what} |`;
}

it('writes what becomes of each field of each format', async () => {
  const chapters = importers.map(({ id, fields }) =>
    [
      `## \`${id}\``,
      '',
      '| of | field | becomes |',
      '| --- | --- | --- |',
      ...fields.flatMap(({ of, rules }) => rules.map((rule) => line(of, rule))),
    ].join('\n'),
  );
  const text = [
    '# What becomes of each field',
    'Every other field is kept in its file and changes nothing.',
    ...chapters,
  ];

  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot('../../../../docs/importing-fields.md');
});
