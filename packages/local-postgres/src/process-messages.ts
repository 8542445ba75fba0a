import type { LocalPostgresErrorCode } from './errors.ts';

/** What the database's process tells whoever started it: one JSON object per line of its standard output. */
export type ProcessMessage =
  | { kind: 'ready'; url: string; port: number; pid: number }
  | { kind: 'failed'; code: LocalPostgresErrorCode; message: string }
  | { kind: 'log'; level: 'info' | 'warn' | 'error'; message: string; facts: object };

export function writeProcessMessage(message: ProcessMessage): void {
  process.stdout.write(`${JSON.stringify(message, errorsAsText)}\n`);
}

/** Null when the line is not one of ours. */
export function parseProcessMessage(line: string): ProcessMessage | null {
  if (!line.startsWith('{"kind":')) return null;
  try {
    return JSON.parse(line) as ProcessMessage;
  } catch {
    return null;
  }
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
