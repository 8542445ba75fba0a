/** One statement inside a text: where it starts and ends, and its first word in lower case. */
export interface Statement {
  start: number;
  end: number;
  keyword: string;
  /** Where the text after the keyword starts. */
  restStart: number;
}

/**
 * Splits SQL at its semicolons, knowing comments, quoted text, quoted names and dollar quotes.
 * Statements without a word (empty ones, lone comments) are left out.
 */
export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  let offset = 0;
  while (offset < sql.length) {
    const start = skipBlank(sql, offset);
    const end = endOfStatement(sql, start);
    const keyword = /^[a-z_]+/i.exec(sql.slice(start, start + 32))?.[0];
    if (keyword) statements.push({ start, end, keyword: keyword.toLowerCase(), restStart: start + keyword.length });
    offset = end + 1;
  }
  return statements;
}

/** The offset of the first character at or after `offset` that is neither white space nor in a comment. */
export function skipBlank(sql: string, offset: number): number {
  let at = offset;
  for (;;) {
    while (/\s/.test(sql.charAt(at))) at += 1;
    const next = endOfComment(sql, at);
    if (next === at) return at;
    at = next;
  }
}

function endOfStatement(sql: string, start: number): number {
  let at = start;
  while (at < sql.length) {
    const character = sql.charAt(at);
    if (character === ';') return at;
    if (character === "'") at = endOfText(sql, at);
    else if (character === '"') at = endOfQuoted(sql, at, '"');
    else if (character === '$') at = endOfDollarQuote(sql, at);
    else at = Math.max(endOfComment(sql, at), at + 1);
  }
  return sql.length;
}

function endOfComment(sql: string, at: number): number {
  if (sql.startsWith('--', at)) {
    const end = sql.indexOf('\n', at);
    return end < 0 ? sql.length : end + 1;
  }
  if (!sql.startsWith('/*', at)) return at;
  // Unlike in C, comments nest.
  let depth = 1;
  let end = at + 2;
  while (depth > 0 && end < sql.length) {
    if (sql.startsWith('/*', end)) depth += 1;
    else if (sql.startsWith('*/', end)) depth -= 1;
    else {
      end += 1;
      continue;
    }
    end += 2;
  }
  return end;
}

/** A backslash escapes only in E'…'; elsewhere it is a character like any other. */
function endOfText(sql: string, at: number): number {
  const escapes = /(^|[^\w$])e$/i.test(sql.slice(Math.max(0, at - 2), at));
  if (!escapes) return endOfQuoted(sql, at, "'");
  let end = at + 1;
  while (end < sql.length && sql.charAt(end) !== "'") end += sql.charAt(end) === '\\' ? 2 : 1;
  return end + 1;
}

/** A doubled quote simply ends one quoted part and starts the next. */
function endOfQuoted(sql: string, at: number, quote: string): number {
  const end = sql.indexOf(quote, at + 1);
  return end < 0 ? sql.length : end + 1;
}

function endOfDollarQuote(sql: string, at: number): number {
  const isInsideName = /[\w$]/.test(sql.charAt(at - 1));
  const tag = isInsideName ? null : /^\$([a-z_]\w*)?\$/i.exec(sql.slice(at, at + 66))?.[0];
  if (!tag) return at + 1;
  const end = sql.indexOf(tag, at + tag.length);
  return end < 0 ? sql.length : end + tag.length;
}

/** Reads a name as Postgres does: quoted as written, unquoted in lower case; null when there is none. */
export function readIdentifier(sql: string, offset: number): { name: string; start: number; end: number } | null {
  const start = skipBlank(sql, offset);
  const match = /^(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))/u.exec(sql.slice(start, start + 400));
  if (!match) return null;
  const name = match[1]?.replaceAll('""', '"') ?? (match[2] ?? '').toLowerCase();
  return { name, start, end: start + match[0].length };
}
