import type { DeniedTarget } from '@tzurot/contracts';
import { say } from '@tzurot/words';

/** Who or what is denied, as Discord shows it. */
export function describeTarget({ kind, targetId: id }: Pick<DeniedTarget, 'kind' | 'targetId'>): string {
  return say(`moderation.target-${kind}`, { id });
}
