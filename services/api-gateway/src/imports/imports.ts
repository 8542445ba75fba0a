import {
  type Caller,
  type changeImport,
  type createImport,
  type getImport,
  IMPORT_CONSENTS,
  IMPORTS_PER_PAGE,
  Import,
  type ImportChoice,
  ImportedFile,
  type ImportKind,
  ImportReport,
  type listImports,
  type RouteOutput,
  type RouteRequest,
} from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import { requireTalkable } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { toBigInt } from '../database/snowflakes.ts';
import { type Rows, transaction } from '../database/transaction.ts';
import type { Import as ImportRow } from '../generated/prisma/client.ts';
import { findOrKeepUser } from '../users/users.ts';
import { chosen, readStandings, STANDING_COLUMNS, type Standing, type StandingRow } from './standings.ts';

type Context = Pick<GatewayContext, 'pool' | 'prisma'>;

/** How long an import waits for its owner's word. */
const UNDECIDED_MS = 24 * 60 * 60_000;
const MAX_NAMED = 25;

const Files = z.array(ImportedFile);

export async function create(
  caller: Caller,
  { filenames, characterId }: RouteRequest<typeof createImport>['body'],
  ctx: Context,
): Promise<RouteOutput<typeof createImport>> {
  if (characterId !== undefined) await requireTalkable(ctx.prisma, caller, characterId);
  const { id: userId } = await findOrKeepUser(caller, ctx);
  const id = uuidV7();
  const files = filenames.map((filename) => ImportedFile.parse({ filename }));
  await ctx.prisma.import.create({
    data: { id, userId, state: 'reading', files, characterId: characterId ?? null },
  });
  return { id };
}

/** @throws NotFoundError when there is none, or it is not the caller's */
export async function requireImport(db: Rows, caller: Caller, importId: string): Promise<ImportRow> {
  const row = await db.import.findFirst({ where: { id: importId, user: { discordId: toBigInt(caller.id) } } });
  if (row === null) throw new NotFoundError('import', importId);
  return row;
}

/** One that waits for its owner's word. @throws AppError `conflict` */
export async function requireReady(db: Rows, caller: Caller, importId: string): Promise<ImportRow> {
  const row = await requireImport(db, caller, importId);
  if (row.state === 'ready') return row;
  throw new AppError('conflict', `import ${importId} is ${row.state}`, { reason: 'import-not-ready' });
}

export async function get(
  caller: Caller,
  importId: string,
  { item }: RouteRequest<typeof getImport>['query'],
  { prisma }: Context,
): Promise<RouteOutput<typeof getImport>> {
  const row = await requireImport(prisma, caller, importId);
  const items = await prisma.importItem.findMany({
    where: { importId },
    select: STANDING_COLUMNS,
    orderBy: { number: 'asc' },
  });
  const { characterId, userId } = row;
  const standings = await readStandings(prisma, { userId, importId, characterId }, items);
  const happens = (each: StandingRow): ImportChoice => {
    if (each.outcome === null) return chosen(each, standingOf(standings, each));
    if (each.outcome === 'made') return 'make';
    return each.outcome === 'replaced' ? 'replace' : 'skip';
  };
  const shown = items.find(({ number }) => number === item);
  return {
    id: importId,
    state: Import.shape.state.parse(row.state),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    files: Files.parse(row.files),
    items: items.length,
    shown: shown === undefined ? [] : [await toItem(prisma, shown, standingOf(standings, shown), happens(shown))],
    counts: countItems(items, happens),
    consents: await readConsents(prisma, row),
    conflicts: [...standings.values()].filter(({ standing }) => !['new', 'kept', 'no-character'].includes(standing))
      .length,
    made: row.state === 'done' ? await readMade(prisma, importId) : [],
  };
}

const standingOf = (standings: ReadonlyMap<number, Standing>, { number }: StandingRow): Standing =>
  standings.get(number) ?? { standing: 'kept', choices: ['skip'], targetId: null };

async function toItem(
  db: Rows,
  { id, number, fileNumber, kind, name, outcome }: StandingRow,
  { standing, choices }: Standing,
  choice: ImportChoice,
) {
  const { report } = await db.importItem.findUniqueOrThrow({ where: { id }, select: { report: true } });
  return {
    number,
    fileNumber,
    kind: kind as ImportKind,
    name,
    standing,
    choices: [...choices],
    choice,
    report: ImportReport.parse(report),
    outcome: outcome as 'made' | 'replaced' | 'skipped' | 'gone' | null,
  };
}

function countItems(items: readonly StandingRow[], happens: (item: StandingRow) => ImportChoice) {
  const counts = new Map<string, RouteOutput<typeof getImport>['counts'][number]>();
  for (const item of items) {
    const { kind, fileNumber } = item;
    const key = `${fileNumber} ${kind}`;
    const count = counts.get(key) ?? { kind: kind as ImportKind, fileNumber, make: 0, replace: 0, skip: 0 };
    count[happens(item)] += 1;
    counts.set(key, count);
  }
  return [...counts.values()];
}

async function readConsents(db: Rows, { id, consents }: ImportRow): Promise<RouteOutput<typeof getImport>['consents']> {
  const rows = await db.$queryRaw<{ kind: string; items: number }[]>`
    SELECT consent->>'kind' AS kind, count(DISTINCT item.id)::int AS items
    FROM import_items item, jsonb_array_elements(item.report->'consents') consent
    WHERE item.import_id = ${id}::uuid GROUP BY 1`;
  return IMPORT_CONSENTS.flatMap((kind) => {
    const found = rows.find((row) => row.kind === kind);
    return found === undefined ? [] : [{ kind, items: found.items, isGiven: consents.includes(kind) }];
  });
}

/** The first of what was made and is there. */
async function readMade(db: Rows, importId: string): Promise<RouteOutput<typeof getImport>['made']> {
  const rows = await db.importItem.findMany({
    where: {
      importId,
      kind: { not: 'memory' },
      OR: [
        { character: { deletedAt: null } },
        { personaId: { not: null } },
        { presetId: { not: null } },
        { lorebookId: { not: null } },
      ],
    },
    orderBy: { number: 'asc' },
    take: MAX_NAMED,
  });
  return rows.flatMap(({ kind, name, characterId, personaId, presetId, lorebookId }) => {
    const id = characterId ?? personaId ?? presetId ?? lorebookId;
    return id === null ? [] : [{ kind: kind as ImportKind, name, id }];
  });
}

export async function list(
  caller: Caller,
  { page }: RouteRequest<typeof listImports>['query'],
  { prisma }: Context,
): Promise<RouteOutput<typeof listImports>> {
  const where = { user: { discordId: toBigInt(caller.id) }, state: { not: 'reading' } };
  const total = await prisma.import.count({ where });
  const rows = await prisma.import.findMany({
    where,
    include: { _count: { select: { items: true } } },
    orderBy: { id: 'desc' },
    skip: (page - 1) * IMPORTS_PER_PAGE,
    take: IMPORTS_PER_PAGE,
  });
  return {
    items: rows.map(({ id, state, createdAt, files, _count }) => ({
      id,
      state: state as Import['state'],
      createdAt: createdAt.toISOString(),
      files: files as Import['files'],
      items: _count.items,
    })),
    pages: Math.max(1, Math.ceil(total / IMPORTS_PER_PAGE)),
    total,
  };
}

/** @throws NotFoundError; AppError `conflict` when it is done already */
export async function change(
  caller: Caller,
  importId: string,
  { choice, item, consent }: RouteRequest<typeof changeImport>['body'],
  { prisma }: Context,
): Promise<void> {
  await transaction(prisma, async (tx) => {
    const row = await requireReady(tx, caller, importId);
    if (consent !== undefined) {
      const others = row.consents.filter((kind) => kind !== consent.kind);
      const consents = consent.isGiven ? [...others, consent.kind] : others;
      await tx.import.update({ where: { id: importId }, data: { consents } });
    }
    if (choice === undefined) return;
    // One that an item does not have is not taken from it: then its own first choice stands.
    await tx.importItem.updateMany({
      where: { importId, ...(item !== undefined && { number: item }) },
      data: { choice },
    });
  });
}

/** Forgets an import that made nothing, or whose traces are gone. @throws AppError `conflict` for one that is done */
export async function remove(caller: Caller, importId: string, { prisma }: Context): Promise<void> {
  const { state } = await requireImport(prisma, caller, importId);
  if (state === 'done') {
    throw new AppError('conflict', `import ${importId} is done`, { reason: 'import-not-ready' });
  }
  await prisma.import.deleteMany({ where: { id: importId, state: { not: 'done' } } });
}

/** Forgets imports that nobody decided about. @returns how many */
export async function forgetUndecided({ prisma }: Pick<GatewayContext, 'prisma'>): Promise<number> {
  const before = new Date(Date.now() - UNDECIDED_MS);
  const { count } = await prisma.import.deleteMany({
    where: { state: { in: ['reading', 'ready'] }, createdAt: { lte: before } },
  });
  return count;
}
