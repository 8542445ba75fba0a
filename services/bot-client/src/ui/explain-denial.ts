import type { DeniedTarget } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { plain } from './elements.ts';

/** Who is kept out, until when, and the operator's reason. */
export function explainDenial({ kind, until, reason }: Pick<DeniedTarget, 'kind' | 'until' | 'reason'>): string {
  const who = say(`denied.${kind}`);
  const why = reason === '' ? say('denied.no-reason') : say('denied.reason', { reason: plain(reason) });
  const end =
    until === null ? '' : ` ${say('denied.until', { time: `<t:${Math.floor(Date.parse(until) / 1_000)}:f>` })}`;
  return `${who} ${why}${end}`;
}
