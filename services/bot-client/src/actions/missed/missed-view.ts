import { customId, part, snowflakeTimeMs } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { button, card, row, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';

/** The first and the last message that got no reply. */
export const answerMissedId = customId('missed:answer', { first: part.snowflake, last: part.snowflake });

/** Says what was missed in a channel, with a button to answer it now. @param messageIds the oldest first, at least one */
export function missedView(messageIds: readonly [string, ...string[]]): CardView {
  const [first] = messageIds;
  const last = messageIds.at(-1) ?? first;
  const when = `<t:${Math.floor(snowflakeTimeMs(last) / 1_000)}:R>`;
  const answer = button({
    id: answerMissedId.encode({ first, last }),
    label: say('inbound.missed-answer'),
    style: 'main',
  });
  return card([text(say('inbound.missed', { count: messageIds.length, when })), row(answer)]);
}
