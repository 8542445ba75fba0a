import { sql } from '../../database/query.ts';
import { definePart, StoredSnowflake } from './part.ts';

/** Where the author's history with the character begins. */
export const epoch = definePart({ select: sql`uc.epoch`, schema: StoredSnowflake.nullable() });
