import type { ImportChoice, ImportKind, ImportStanding } from '@tzurot/contracts';
import type { Rows } from '../database/transaction.ts';
import type { ImportItem as ItemRow } from '../generated/prisma/client.ts';

/** What is there already of something that was found. */
export interface Standing {
  standing: ImportStanding;
  /** The first is what happens unless somebody chooses. */
  choices: readonly ImportChoice[];
  /** What `replace` would change. */
  targetId: string | null;
}

export const STANDING_COLUMNS = {
  id: true,
  importId: true,
  number: true,
  fileNumber: true,
  kind: true,
  sourceKey: true,
  contentHash: true,
  name: true,
  choice: true,
  outcome: true,
} as const;
export type StandingRow = Pick<ItemRow, keyof typeof STANDING_COLUMNS>;

const CHOICES: Record<ImportStanding, readonly ImportChoice[]> = {
  new: ['make', 'skip'],
  same: ['skip', 'replace', 'make'],
  'other-contents': ['replace', 'skip', 'make'],
  'same-name': ['make', 'replace', 'skip'],
  deleted: ['skip', 'make'],
  'no-character': ['skip'],
  kept: ['skip'],
};

/** A memory has no contents to change, and the same words twice are one memory. */
const MEMORY_CHOICES: Partial<Record<ImportStanding, readonly ImportChoice[]>> = {
  same: ['skip'],
  'other-contents': ['skip', 'make'],
};

/** What an earlier import made of the same thing. */
interface Link {
  kind: string;
  sourceKey: string;
  contentHash: string;
  targetId: string | null;
}

/**
 * Compares what an import found with what its owner has. What they deleted after an import is known by the row that
 * says what was made of it, and names nothing any more.
 */
export async function readStandings(
  db: Rows,
  { userId, importId, characterId }: { userId: string; importId: string; characterId: string | null },
  items: readonly StandingRow[],
): Promise<Map<number, Standing>> {
  const [links, names, memories] = await Promise.all([
    readLinks(db, userId, importId),
    readNames(db, userId, new Set(items.map(({ kind }) => kind))),
    items.some(({ kind }) => kind === 'memory') ? readOwners(db, importId) : new Map<number, string | null>(),
  ]);
  const byKey = groupBy(links, ({ kind, sourceKey }) => `${kind} ${sourceKey}`);
  const byHash = groupBy(links, ({ kind, contentHash }) => `${kind} ${contentHash}`);
  const characters = new Set(items.flatMap(({ kind, sourceKey }) => (kind === 'character' ? [sourceKey] : [])));
  const seen = new Set<string>();

  const standingOf = (item: StandingRow): Omit<Standing, 'choices'> => {
    if (item.kind === 'kept') return { standing: 'kept', targetId: null };
    const key = `${item.kind} ${item.sourceKey}`;
    if (seen.has(key)) return { standing: 'same', targetId: null };
    seen.add(key);
    const linked = byKey.get(key) ?? [];
    const living = linked.find(({ targetId }) => targetId !== null);
    if (living !== undefined) {
      const standing = living.contentHash === item.contentHash ? 'same' : 'other-contents';
      return { standing, targetId: living.targetId };
    }
    if (linked.length > 0) return { standing: 'deleted', targetId: null };
    const alike = (byHash.get(`${item.kind} ${item.contentHash}`) ?? []).find(({ targetId }) => targetId !== null);
    if (alike !== undefined) return { standing: 'same', targetId: alike.targetId };
    if (item.kind === 'memory') {
      const owner = memories.get(item.number) ?? null;
      const isKnown =
        owner === null
          ? characterId !== null
          : characters.has(owner) || (byKey.get(`character ${owner}`) ?? []).some(({ targetId }) => targetId !== null);
      if (!isKnown) return { standing: 'no-character', targetId: null };
    }
    const named = names.get(`${item.kind} ${item.name.toLowerCase()}`);
    return named === undefined ? { standing: 'new', targetId: null } : { standing: 'same-name', targetId: named };
  };

  return new Map(
    items.map((item) => {
      const found = standingOf(item);
      const all = (item.kind === 'memory' && MEMORY_CHOICES[found.standing]) || CHOICES[found.standing];
      const choices = found.targetId === null ? all.filter((choice) => choice !== 'replace') : all;
      return [item.number, { ...found, choices }];
    }),
  );
}

/** What happens with an item: what was chosen, where that is still possible. */
export function chosen(item: Pick<StandingRow, 'choice'>, { choices }: Standing): ImportChoice {
  return choices.find((choice) => choice === item.choice) ?? choices[0] ?? 'skip';
}

/** The newest first. */
async function readLinks(db: Rows, userId: string, importId: string): Promise<Link[]> {
  const rows = await db.importItem.findMany({
    where: {
      userId,
      importId: { not: importId },
      outcome: { in: ['made', 'replaced'] },
      from: { state: 'done' },
      OR: await kindsOf(db, importId),
    },
    select: {
      kind: true,
      sourceKey: true,
      contentHash: true,
      characterId: true,
      personaId: true,
      presetId: true,
      lorebookId: true,
      memoryItemId: true,
      character: { select: { deletedAt: true } },
    },
    orderBy: { id: 'desc' },
  });
  return rows.map(({ characterId, personaId, presetId, lorebookId, memoryItemId, character, ...row }) => ({
    ...row,
    // One that can still be restored is deleted all the same.
    targetId:
      (character?.deletedAt === null ? characterId : null) ?? personaId ?? presetId ?? lorebookId ?? memoryItemId,
  }));
}

/** Memories look for the character that has them. */
async function kindsOf(db: Rows, importId: string): Promise<{ kind: string }[]> {
  const found = await db.importItem.findMany({ where: { importId }, distinct: ['kind'], select: { kind: true } });
  return found.some(({ kind }) => kind === 'memory') ? [...found, { kind: 'character' }] : [...found, { kind: 'none' }];
}

async function readNames(db: Rows, userId: string, kinds: ReadonlySet<string>): Promise<Map<string, string>> {
  const select = { id: true, name: true } as const;
  const rows: Partial<Record<ImportKind, { id: string; name: string }[]>> = {
    ...(kinds.has('character') && {
      character: await db.character.findMany({ where: { ownerId: userId, deletedAt: null }, select }),
    }),
    ...(kinds.has('persona') && { persona: await db.persona.findMany({ where: { userId }, select }) }),
    ...(kinds.has('lorebook') && { lorebook: await db.lorebook.findMany({ where: { ownerId: userId }, select }) }),
    ...(kinds.has('preset') && { preset: await db.preset.findMany({ where: { ownerId: userId }, select }) }),
  };
  return new Map(
    Object.entries(rows).flatMap(([kind, named]) =>
      named.map(({ id, name }) => [`${kind} ${name.toLowerCase()}`, id] as const),
    ),
  );
}

/** Of each memory, the key of the character that it names. */
async function readOwners(db: Rows, importId: string): Promise<Map<number, string | null>> {
  const rows = await db.$queryRaw<{ number: number; owner: string | null }[]>`
    SELECT number, draft->>'ofCharacter' AS owner FROM import_items WHERE import_id = ${importId}::uuid AND kind = 'memory'`;
  return new Map(rows.map(({ number, owner }) => [number, owner]));
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
