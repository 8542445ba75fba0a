import { customId, part } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { button, card, file, plain, row, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';

/** The turn, and whoever asked for its reply. */
export const showUndeliveredId = customId('undelivered:show', { turnId: part.id, askerId: part.snowflake });

/** What a card's texts may have in all, with room for what is said before the reply. */
const MAX_SHOWN_CHARACTERS = 3_800;
const FILE_NAME = 'reply.txt';

/** Says that there is a reply, with a button that shows it to its asker alone. */
export function undeliveredView(content: string, ids: { turnId: string; askerId: string }): CardView {
  const show = button({
    id: showUndeliveredId.encode(ids),
    label: say('inbound.undelivered-show'),
    style: 'main',
  });
  return card([text(content), row(show)], 'warn');
}

/** The reply; one that is too long for a card comes as a file. */
export function undeliveredReplyView(reply: { characterName: string; text: string }): CardView {
  const intro = say('inbound.undelivered-reply', { name: plain(reply.characterName) });
  if (reply.text.length <= MAX_SHOWN_CHARACTERS) return card([text(intro), text(reply.text)]);
  const files = [{ name: FILE_NAME, bytes: Buffer.from(reply.text) }];
  return { ...card([text(intro), file(FILE_NAME)]), files };
}
