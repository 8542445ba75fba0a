import { type DestinationStream, type Logger, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';

import { redact, redactLine } from './redact.ts';
import { currentTraceId } from './trace.ts';

export type Log = Logger;
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LogOptions {
  service: string;
  level: LogLevel;
  /** One readable line per event instead of JSON. */
  pretty?: boolean;
  /** Where lines go; standard output when absent. */
  destination?: DestinationStream;
}

/**
 * The log of one process; ids are bound with `log.child({ turnId })` and handed down.
 * Errors go under `err`. Values of keys that name a secret, and texts that look like one, are replaced.
 */
export function createLog({ service, level, pretty = false, destination }: LogOptions): Log {
  const target = destination ?? pino.destination({ dest: 1, sync: true });
  const options = {
    level,
    base: { service },
    mixin: () => {
      const traceId = currentTraceId();
      return traceId === undefined ? {} : { traceId };
    },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => redact(fields),
    },
    // Sees the whole line, so it also covers messages, errors and the fields bound by child logs.
    hooks: { streamWrite: redactLine },
  };
  return pino(options, pretty ? readable(target) : target);
}

function readable(target: DestinationStream): DestinationStream {
  const format = prettyFactory({
    ignore: 'pid,hostname,service',
    messageFormat: '{service}: {msg}',
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
    sync: true,
  });
  return { write: (line) => target.write(format(shorten(line))) };
}

/**
 * An error that we expected (`retry` is AppError's, see errors.ts) is one sentence: where it was thrown helps nobody who
 * reads along. Any other keeps everything.
 */
function shorten(line: string): string {
  const entry = JSON.parse(line) as { msg?: string; err?: { message?: string; retry?: unknown } };
  if (entry.err?.retry === undefined) return line;
  const { err, ...rest } = entry;
  return JSON.stringify({ ...rest, msg: `${entry.msg ?? ''}: ${err.message ?? ''}` });
}
