import { AppError } from '@tzurot/platform';
import type { Access } from '../define/access.ts';
import type { CallFacts } from '../define/call.ts';

/** Discord shows commands by a server's own settings, so what it lets through is looked at again. */
export function mayUse(access: Access, { caller }: CallFacts): boolean {
  if (access === 'operator') return caller.isOperator === true;
  return access === 'everyone' || (caller.isStaff === true && caller.guildId !== undefined);
}

/** @throws AppError `forbidden` with a sentence for the person */
export function requireAccess(access: Access, facts: CallFacts): void {
  if (mayUse(access, facts)) return;
  throw new AppError('forbidden', `this is for ${access}`, {
    reason: access === 'operator' ? 'operator-only' : 'staff-only',
  });
}
