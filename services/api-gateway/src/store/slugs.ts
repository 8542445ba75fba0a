import { LIMITS } from '@tzurot/contracts';
import { type Database, query, sql } from '../database/query.ts';

/** A slug made from a name: `Ana María` becomes `ana-maria`; a name without any Latin letter or digit, `character`. */
export function toSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LIMITS.slug)
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'character' : slug;
}

/** The slug of a name, with the first free number behind it when it is taken: `pip-2`. */
export async function findFreeSlug(db: Database, name: string): Promise<string> {
  const base = toSlug(name);
  const stem = base.slice(0, LIMITS.slug - '-99999'.length).replace(/-+$/, '');
  const rows = await query<{ slug: string }>(
    db,
    sql`SELECT slug FROM characters WHERE slug = ${base} OR slug LIKE ${`${stem}-%`}`,
  );
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${stem}-${number}`)) number++;
  return `${stem}-${number}`;
}
