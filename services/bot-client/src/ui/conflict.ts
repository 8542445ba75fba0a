import { say } from '@tzurot/words';
import { button, card, row, text } from './elements.ts';
import { fence } from './fence.ts';
import type { CardView } from './view.ts';

/** Together both texts of all inputs have to fit into a message. */
const TEXTS_LENGTH = 2_800;

/** Somebody else saved the same inputs while this person edited them: both texts, and what can be done. */
export function conflictView(
  inputs: readonly { label: string; theirs: string; yours: string }[],
  ids: { keep: string; edit: string; save: string },
): CardView {
  const perText = Math.floor(TEXTS_LENGTH / (inputs.length * 2));
  const show = (content: string) => (content === '' ? say('interface.empty') : fence(content, perText));
  return card(
    [
      text(say('interface.conflict')),
      ...inputs.map(({ label, theirs, yours }) =>
        text(
          [
            `### ${label}`,
            `${say('interface.conflict-theirs')}\n${show(theirs)}`,
            `${say('interface.conflict-yours')}\n${show(yours)}`,
          ].join('\n'),
        ),
      ),
      row(
        button({ id: ids.keep, label: say('interface.keep-theirs') }),
        button({ id: ids.edit, label: say('interface.edit-mine'), style: 'main' }),
        button({ id: ids.save, label: say('interface.save-mine'), style: 'danger' }),
      ),
    ],
    'warn',
  );
}
