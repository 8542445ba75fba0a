import { parseExactJson } from '../exact-json.ts';
import type { Judge } from '../spec/judge.ts';
import type { LogEntry, RequestEntry } from './log.ts';

/** An entry of the log as it is read: its kind decides what beside number, time and world it holds. */
export type LogRecord = {
  /** Counts from 1 and never repeats. */
  readonly n: number;
  /** Milliseconds since the Unix epoch, on the server's clock. */
  readonly atMs: number;
  /** A call, an event that went over a socket, what a client sent over its socket, or something the server noticed. */
  readonly kind: 'request' | 'event' | 'received' | 'notice';
  readonly world: string | undefined;
  /** Who called or sent: the name of a bot or person, `webhook`, `interaction` or `nobody`. */
  readonly by?: string;
  readonly method?: string;
  /** Path and query as sent, without `/api/v10`. */
  readonly path?: string;
  /** The path as Discord's description writes it, when there is such a route. */
  readonly route?: string | undefined;
  readonly body?: unknown;
  readonly files?: readonly { readonly name: string; readonly sizeBytes: number }[];
  /** 0 when the connection was cut in place of an answer. */
  readonly status?: number;
  readonly answer?: unknown;
  readonly tookMs?: number;
  /** The fault that touched this call. */
  readonly fault?: string | undefined;
  /** What Discord's description says of this call, where it is at hand and has it. */
  readonly verdict?: { readonly ok: boolean; readonly problems: readonly string[] };
  /** Whom an event was for, on which session, and what it was. */
  readonly to?: string;
  readonly session?: string;
  readonly name?: string;
  readonly seq?: number;
  /** The opcode of what a client sent. */
  readonly op?: number;
  /** The `d` of an event or of what a client sent. */
  readonly data?: unknown;
  /** What was noticed. */
  readonly text?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/**
 * An entry as the operator reads it: bodies and payloads as JSON, not as text that holds JSON; calls of applications
 * with what Discord's description says of them, where that is known.
 */
export function presentEntry(entry: LogEntry, judge?: Judge): LogRecord {
  switch (entry.kind) {
    case 'request': {
      const { body, answer, ...facts } = entry;
      const presented = { ...facts, body: parse(body), answer: parse(answer) };
      return { ...presented, ...(judge ? giveVerdict(presented, judge) : {}) };
    }
    case 'event': {
      const { payload, ...facts } = entry;
      const { s, d } = parse(payload) as { s: number; d?: unknown };
      return { ...facts, seq: s, data: d };
    }
    case 'received': {
      const { payload, ...facts } = entry;
      const { d } = parse(payload) as { d?: unknown };
      return { ...facts, data: d };
    }
    case 'notice':
      return { ...entry };
  }
}

function giveVerdict(
  call: Pick<RequestEntry, 'method' | 'route' | 'status'> & { body: unknown; answer: unknown },
  judge: Judge,
): { verdict?: { ok: boolean; problems: readonly string[] } } {
  if (call.route === undefined) return {};
  const { described, request, answer } = judge({ ...call, route: call.route });
  if (!described) return {};
  const problems = [
    ...request.map((problem) => `request: ${problem}`),
    ...answer.map((problem) => `answer: ${problem}`),
  ];
  return { verdict: { ok: problems.length === 0, problems } };
}

/** Text that is no JSON, such as an HTML error page, is shown as it is. */
function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
}
