import { z } from 'zod';

/** What an `integer` column holds. */
export const MAX_COUNT = 2_147_483_647;

/** How many there are of something. */
export const Count = z.int().min(0).max(MAX_COUNT);

/** At least one. */
export const Ordinal = z.int().min(1).max(MAX_COUNT);

/** US dollars, within a `numeric(14, 8)` column. */
export const MAX_COST_USD = 999_999;
