import { say } from '@tzurot/words';
import { button, card, row, text } from './elements.ts';
import type { CardView } from './view.ts';

/** Asks before something that can't be undone. The red button comes last. */
export function confirm(options: {
  question: string;
  /** What will be gone, a line each. */
  consequences: readonly string[];
  label: string;
  confirmId: string;
  cancelId: string;
}): CardView {
  return card(
    [
      text([`## ${options.question}`, ...options.consequences.map((line) => `- ${line}`)].join('\n')),
      row(
        button({ id: options.cancelId, label: say('interface.keep') }),
        button({ id: options.confirmId, label: options.label, style: 'danger' }),
      ),
    ],
    'warn',
  );
}
