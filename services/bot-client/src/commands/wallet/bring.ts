import { bringKeyId } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onButton } from '../../define/component.ts';
import { button, card, row, text } from '../../ui/elements.ts';
import { enterKeyId } from './ids.ts';

const BUTTONS_IN_ROW = 5;
const MAX_ROWS = 4;

/** For somebody who has not said whose key it is: a button per vendor, each of which opens its form. */
export const bringKey = onButton(bringKeyId, {
  reply: 'private',
  async run({ respond }, { vendors }) {
    const buttons = vendors
      .list()
      .filter(({ keyForm }) => keyForm !== 'none')
      .slice(0, BUTTONS_IN_ROW * MAX_ROWS)
      .map(({ id, label }) => button({ id: enterKeyId.encode({ vendor: id }), label, style: 'main' }));
    const rows = Array.from({ length: Math.ceil(buttons.length / BUTTONS_IN_ROW) }, (_, index) =>
      row(...buttons.slice(index * BUTTONS_IN_ROW, (index + 1) * BUTTONS_IN_ROW)),
    );
    await respond(card([text(say('welcome.whose-key')), ...rows]));
  },
});
