import { createLog, type Log } from '../log.ts';

export interface LogLine {
  level: string;
  msg: string;
  [field: string]: unknown;
}

export interface FakeLog {
  log: Log;
  /** Every line so far, as it would have been written. */
  lines: LogLine[];
  /** The messages of one level. */
  messages: (level: string) => string[];
}

/** A real log that keeps its lines, from `trace` up; redaction included. */
export function fakeLog(service = 'test'): FakeLog {
  const lines: LogLine[] = [];
  const log = createLog({
    service,
    level: 'trace',
    destination: { write: (line) => void lines.push(JSON.parse(line) as LogLine) },
  });
  return { log, lines, messages: (level) => lines.filter((line) => line.level === level).map((line) => line.msg) };
}
