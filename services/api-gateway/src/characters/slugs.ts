import { isReservedName, LIMITS } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { type Database, query, queryOne, sql } from '../database/query.ts';

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

/** A slug, with the first free number behind it when it is taken or reserved: `pip-2`. */
export async function findFreeSlug(db: Database, base: string, botNames: readonly string[] = []): Promise<string> {
  const stem = base.slice(0, LIMITS.slug - '-99999'.length).replace(/-+$/, '');
  const rows = await query<{ slug: string }>(
    db,
    sql`SELECT slug FROM characters WHERE slug = ${base} OR slug LIKE ${`${stem}-%`}`,
  );
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(base) && !isReservedName(base, botNames)) return base;
  let number = 2;
  while (taken.has(`${stem}-${number}`)) number++;
  return `${stem}-${number}`;
}

/**
 * The slug that somebody asked for; another one when a character has it of which the asker may not know.
 * @throws AppError `conflict` when they may know of it
 */
export async function claimSlug(
  db: Database,
  slug: string,
  { ownerId, characterId }: { ownerId: string; characterId: string },
): Promise<string> {
  const holder = await queryOne<{ is_known: boolean }>(
    db,
    sql`SELECT is_public OR owner_id = ${ownerId}::uuid AS is_known FROM characters
        WHERE slug = ${slug} AND id <> ${characterId}::uuid`,
  );
  if (holder === null) return slug;
  if (!holder.is_known) return findFreeSlug(db, slug);
  throw new AppError('conflict', `the slug ${slug} is taken`, { reason: 'slug-taken', facts: { slug } });
}
