import type { Import, ImportChoice, ImportedFile, ImportItem, listImports, RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { APIComponentInContainer } from 'discord.js';
import { button, card, clip, excerpt, note, plain, row, section, select, text, timeOf } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import type { CardView } from '../../ui/view.ts';
import {
  askUndoId,
  cancelId,
  chooseAllId,
  chooseItemId,
  commitId,
  consentId,
  historyPageId,
  openImportId,
  showItemId,
} from './ids.ts';

/** Files, their counts and their warnings share what one card holds with everything else. */
const MAX_OVERVIEW = 2_600;
const MAX_LINES = 10;

/** What an import is, as its owner decides about it or looks back. */
export function importView(found: Import): CardView {
  if (found.state === 'done') return doneView(found);
  if (found.state === 'undone') return note(say('import.state.undone'));
  const isEmpty = found.items === 0;
  const head = isEmpty
    ? `## ${say('import.nothing-title')}\n${say('import.nothing')}`
    : `## ${say('import.title')}\n-# ${say('import.subtitle')}`;
  const files = found.files.map((file, number) => describeFile(file, number, found));
  return card(
    [
      text(clip([head, ...files].join('\n'), MAX_OVERVIEW)),
      ...(found.conflicts === 0 ? [] : [text(say('import.conflicts', { count: found.conflicts })), chooseAll(found)]),
      ...describeConsents(found),
      row(
        ...(isEmpty
          ? []
          : [
              button({ id: commitId.encode({ id: found.id }), label: say('import.commit'), style: 'main' }),
              button({ id: showItemId.encode({ id: found.id, number: 0 }), label: say('import.details') }),
            ]),
        button({ id: cancelId.encode({ id: found.id }), label: say('import.cancel') }),
      ),
    ],
    isEmpty ? 'warn' : 'calm',
  );
}

function describeFile(file: ImportedFile, number: number, { counts }: Import): string {
  const filename = excerpt(file.filename, 80);
  if (file.problem !== null) {
    return `- ${say('import.file-problem', { filename, problem: say(`import.problem.${file.problem}`, { detail: file.detail }) })}`;
  }
  const format = formatName(file.format);
  const lines = counts
    .filter(({ fileNumber }) => fileNumber === number)
    .map(({ kind, make, replace, skip }) =>
      say('import.count-line', { things: say(`import.kinds.${kind}`), make, replace, skip }),
    );
  const warnings = file.warnings.map((warning) =>
    say('import.warning-line', { warning: say(`import.warning.${warning}`) }),
  );
  const head =
    file.version === null
      ? say('import.file-line', { filename, format })
      : say('import.file-line-version', { filename, format, version: file.version.replaceAll(/[^\w.-]/g, '') });
  return [`- ${head}`, ...[...lines, ...warnings].map((line) => `  - ${line}`)].join('\n');
}

/** A format that this version has no name for is called by its id. */
function formatName(format: string | null): string {
  const id = format ?? '';
  const key = `import.format.${id}` as 'import.format.character-card';
  const name = say(key);
  return name === key ? plain(id) : name;
}

function chooseAll({ id }: Import) {
  return select({
    id: chooseAllId.encode({ id }),
    placeholder: say('import.all-placeholder'),
    choices: (['skip', 'replace', 'make'] as const).map((value) => ({ value, label: say(`import.all.${value}`) })),
  });
}

function describeConsents({ id, consents }: Import): APIComponentInContainer[] {
  if (consents.length === 0) return [];
  return [
    text(say('import.consents-head')),
    ...consents.map(({ kind, items: count, isGiven }) => {
      const what = say(`import.consent.${kind}`);
      const label = say(isGiven ? 'import.do-not-allow' : 'import.allow');
      const press = button({
        id: consentId.encode({ id, kind, to: isGiven ? 'no' : 'yes' }),
        label,
        style: isGiven ? 'good' : 'plain',
      });
      return section(say('import.consent-line', { mark: isGiven ? '✅' : '⬜', what, count }), press);
    }),
  ];
}

/** One thing of an import with what becomes of each of its fields. */
export function itemView(found: Import): CardView {
  const [item] = found.shown;
  if (item === undefined) return importView(found);
  const { id, items: total } = found;
  const { number, kind, report } = item;
  const head = say('import.item-head', {
    name: excerpt(item.name, 80),
    kind: say(`import.kind.${kind}`),
    file: excerpt(found.files[item.fileNumber]?.filename ?? '', 60),
    number: number + 1,
    total,
  });
  const what = item.outcome === null ? `\n${say(`import.happens.${item.choice}`)}` : '';
  const lists = [
    list(say('import.consented-head'), report.consents, ({ field, text: words }) =>
      say('import.consented-line', { field: code(field), text: excerpt(words, 100) }),
    ),
    list(say('import.changed-head'), report.changed, ({ field, why, from, to }) => {
      const facts = { from: excerpt(from, 60), to: excerpt(to, 60) };
      return say('import.changed-line', { field: code(field), why: say(`import.changed.${why}`, facts) });
    }),
    list(say('import.kept-head'), report.kept, ({ from, to }) =>
      say('import.kept-line', { from: code(from), to: plain(to) }),
    ),
    list(say('import.ignored-head'), report.ignored, ({ field, why }) =>
      say('import.ignored-line', { field: code(field), why: say(`import.ignored.${why}`) }),
    ),
  ].filter((part) => part !== '');
  return card([
    text(`${head}\n${say(`import.standing.${item.standing}`)}${what}`),
    ...(lists.length === 0 ? [] : [text(clip(lists.join('\n'), 3_000))]),
    ...(item.outcome === null && item.choices.length > 1 ? [chooseOne(found, item)] : []),
    ...pager(number + 1, total, (page) => showItemId.encode({ id, number: Math.max(0, page - 1) })),
    row(button({ id: openImportId.encode({ id }), label: say('import.overview') })),
  ]);
}

function chooseOne({ id }: Import, { number, choices, standing }: ImportItem) {
  const label = (choice: ImportChoice) =>
    choice === 'make' && standing !== 'new' ? say('import.choice.another') : say(`import.choice.${choice}`);
  return select({
    id: chooseItemId.encode({ id, number }),
    placeholder: say('import.choice-placeholder'),
    choices: choices.map((value) => ({ value, label: label(value) })),
  });
}

function list<Item>(head: string, items: readonly Item[], describe: (item: Item) => string): string {
  if (items.length === 0) return '';
  const lines = items.slice(0, MAX_LINES).map((item) => `- ${describe(item)}`);
  const more = items.length - lines.length;
  return [head, ...lines, ...(more === 0 ? [] : [`- ${say('import.more', { count: more })}`])].join('\n');
}

/** The name of a field, which nothing inside it can end. */
const code = (field: string): string => clip(field.replaceAll('`', "'"), 60);

function doneView(found: Import): CardView {
  const happened = found.counts.filter(({ make, replace }) => make + replace > 0);
  const lines = happened.map(({ kind, make, replace, skip }) =>
    say('import.count-line', { things: say(`import.kinds.${kind}`), make, replace, skip }),
  );
  const made = found.made.map(({ kind, name }) =>
    say('import.made-line', { kind: say(`import.kind.${kind}`), name: excerpt(name, 60) }),
  );
  const said = happened.length === 0 ? [say('import.done-nothing')] : [...lines, ...made].map((line) => `- ${line}`);
  return card(
    [
      text(clip([`## ${say('import.done-title')}`, ...said].join('\n'), MAX_OVERVIEW)),
      row(
        button({ id: showItemId.encode({ id: found.id, number: 0 }), label: say('import.details') }),
        button({ id: askUndoId.encode({ id: found.id }), label: say('import.undo'), style: 'danger' }),
      ),
    ],
    'good',
  );
}

export function historyView({ items, pages, total }: RouteOutput<typeof listImports>, page: number): CardView {
  if (total === 0) return note(say('import.history-empty'));
  return card([
    text(`## ${say('import.history-title')}\n${pageLine(say('import.history-count', { count: total }), page, pages)}`),
    ...items.map(({ id, state, createdAt, files }) =>
      section(
        say('import.history-line', {
          files: excerpt(files.map(({ filename }) => filename).join(', '), 120),
          state: say(`import.state.${state}`),
          time: timeOf(createdAt),
        }),
        button({ id: openImportId.encode({ id }), label: say('import.open') }),
      ),
    ),
    ...pager(page, pages, (to) => historyPageId.encode({ page: to })),
  ]);
}
