import { AppError } from '@tzurot/platform';

/**
 * SQLSTATE classes of a database that is going, coming, full, read-only, busy with others or in trouble with itself; the
 * same call may work soon. Source: PostgreSQL, "Error Codes": connection, transaction state, rollback, resources, object
 * state, operator intervention, system and internal errors.
 */
const PASSING = /^(08|25|40|53|55|57|58|XX)/;
const PASSING_SYSTEM: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'P1001', // Prisma: cannot reach
  'P1002',
  'P1008',
  'P1017', // Prisma: connection closed
  'P2024',
]);
const PASSING_MESSAGE =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable/i;

/** What a failed statement means to whoever called; anything unknown stays as it is. */
export function explainDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = codeOf(error);
  if (PASSING.test(code) || PASSING_SYSTEM.has(code) || PASSING_MESSAGE.test(error.message)) {
    return new AppError('unavailable', `the database cannot be used right now: ${lastLine(error.message)}`, {
      cause: error,
      reason: 'database-unavailable',
    });
  }
  // The contracts' bounds are the columns', so this is a contract that forgot one.
  if (code.startsWith('22') || code === 'P2000' || code === 'P2020') {
    return new AppError('invalid-input', 'a value does not fit where it is to be stored', { cause: error });
  }
  if (code === '23503' || code === 'P2003' || code === 'P2025') {
    return new AppError('gone', 'what this belongs to was deleted in the meantime', { cause: error });
  }
  return error;
}

/** Whether a statement failed because something like it is there already; @param what part of the index's name */
export function isDuplicate(error: unknown, what: string): boolean {
  if (!(error instanceof Error)) return false;
  if (codeOf(error) === 'P2002') return 'meta' in error && JSON.stringify(error.meta).includes(what);
  return codeOf(error) === '23505' && 'constraint' in error && String(error.constraint).includes(what);
}

/** Prisma puts the statement before what the database said. */
function lastLine(message: string): string {
  return message.trim().split('\n').at(-1) ?? '';
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
