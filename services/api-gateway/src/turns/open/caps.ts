import { sql } from '../../database/query.ts';
import { selectCaps, VendorSpending } from '../../wallet/caps.ts';
import { definePart, storedList } from './part.ts';

/** Every cap that the author set for a key of theirs, with what is spent of it. */
export const caps = definePart({ select: selectCaps(sql`t.user_id`), schema: storedList(VendorSpending) });
