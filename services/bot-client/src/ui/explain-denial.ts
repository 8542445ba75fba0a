import type { DeniedTarget } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { plain, timeOf } from './elements.ts';

/** Who is kept out, until when, and the operator's reason. */
export function explainDenial({ kind, until, reason }: Pick<DeniedTarget, 'kind' | 'until' | 'reason'>): string {
  const who = say(`denied.${kind}`);
  const why = reason === '' ? say('denied.no-reason') : say('denied.reason', { reason: plain(reason) });
  const end = until === null ? '' : `\n${say('denied.until', { time: timeOf(until) })}`;
  return `${who} ${why}${end}`;
}
