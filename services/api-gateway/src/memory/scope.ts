import type { Place } from '@tzurot/contracts';
import { sql } from '../database/query.ts';
import { audienceIncludes } from './audience.ts';

/** Whose memories with whom, as a turn knows them. */
export interface Partners {
  persona_id: string;
  character_id: string;
}

export type Scope = ReturnType<typeof sql>;

/** What of memory `m` may be looked at in a turn at all; every statement that finds something stands on it. */
export function scopeOf(partners: Partners, place: Place): Scope {
  return sql`m.owner_id = ${partners.persona_id}::uuid AND m.character_id = ${partners.character_id}::uuid AND m.state = 'active'
    AND ${audienceIncludes(place)} `;
}
