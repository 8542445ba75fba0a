import { sql } from '../../database/query.ts';
import { definePart, StoredSnowflake } from './part.ts';

/** Where the author's history with the character begins, and that of everybody here. */
export const epoch = definePart({ select: sql`greatest(uc.epoch, ch.epoch)`, schema: StoredSnowflake.nullable() });
