import { isReservedName, LIMITS } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { Rows } from '../database/transaction.ts';

/** A slug made from a name: `Ana María` becomes `ana-maria`; a name without any Latin letter or digit, `character`. */
export function toSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LIMITS.slug)
    .replaceAll(/^-+|(?<!-)-+$/g, '');
  return slug === '' ? 'character' : slug;
}

/** A slug, with the first free number behind it when it is taken or reserved: `pip-2`. */
export async function findFreeSlug(db: Rows, base: string, botNames: readonly string[] = []): Promise<string> {
  const stem = base.slice(0, LIMITS.slug - '-99999'.length).replace(/(?<!-)-+$/, '');
  const rows = await db.character.findMany({
    where: { OR: [{ slug: base }, { slug: { startsWith: `${stem}-` } }] },
    select: { slug: true },
  });
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
  db: Rows,
  slug: string,
  { ownerId, characterId }: { ownerId: string; characterId: string },
): Promise<string> {
  const holder = await db.character.findUnique({
    where: { slug },
    select: { id: true, isPublic: true, ownerId: true },
  });
  if (holder === null || holder.id === characterId) return slug;
  if (!holder.isPublic && holder.ownerId !== ownerId) return findFreeSlug(db, slug);
  throw new AppError('conflict', `the slug ${slug} is taken`, { reason: 'slug-taken', facts: { slug } });
}
