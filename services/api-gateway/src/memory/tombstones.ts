import { raw, type Statement, sql } from '../database/query.ts';

/** From so many stems on, most of them are enough to be the same statement; of fewer, all and no others. */
const MIN_STEMS = 3;
const SAME_SHARE = 0.75;

/** True when a row with `owner_id` and `terms` says what its owner had forgotten. @param alias of the row, our own text */
export function saysForgotten(alias: 'item' | 'm'): Statement {
  const [owner, terms] = [raw(`${alias}.owner_id`), raw(`${alias}.terms`)];
  return sql`EXISTS (
    SELECT FROM memory_tombstones tombstone WHERE tombstone.owner_id = ${owner} AND ${isSameStatement(
      sql`tombstone.term_keys`,
      sql`memory_term_keys(${owner}, ${owner}, ${terms})`,
    )})`;
}

/** True when hashes of a text's stems hold those of a statement. */
function isSameStatement(statement: Statement, text: Statement): Statement {
  return sql`(SELECT CASE
      WHEN cardinality(${statement}) >= ${MIN_STEMS}::int THEN count(DISTINCT key) FILTER (WHERE key = ANY(${statement})) >= ${SAME_SHARE}::float8 * cardinality(${statement})
      ELSE count(DISTINCT key) = cardinality(${statement}) AND bool_and(key = ANY(${statement})) END
    FROM unnest(${text}) AS key)`;
}
