import type { TriggerRefusal } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { plain } from './elements.ts';

/** Why a character does not answer somebody here, and where it does. */
export function explainRefusal({ reason, name }: TriggerRefusal): string {
  return say(`error.refused-${reason}`, { name: plain(name) });
}
