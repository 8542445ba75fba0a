import type { Trigger } from '@tzurot/contracts';
import type { CallFacts } from '../define/call.ts';

/** The standing of whoever uses a command, as a trigger carries it. */
export function memberOf({ caller, roleIds, place }: CallFacts): Pick<Trigger, 'member'> {
  return place.guildId === null ? {} : { member: { roleIds: [...roleIds], isStaff: caller.isStaff ?? false } };
}
