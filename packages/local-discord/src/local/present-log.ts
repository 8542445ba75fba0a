import type { Judge } from '../spec/judge.ts';
import type { LogEntry, RequestEntry } from './log.ts';

/**
 * An entry as the operator reads it: bodies and payloads as JSON, not as text that holds JSON; calls of applications
 * with what Discord's description says of them, where that is known.
 */
export function presentEntry(entry: LogEntry, judge?: Judge): Record<string, unknown> {
  switch (entry.kind) {
    case 'request': {
      const { body, answer, ...facts } = entry;
      const presented = { ...facts, body: parse(body), answer: parse(answer) };
      return { ...presented, ...(judge ? giveVerdict(presented, judge) : {}) };
    }
    case 'event': {
      const { payload, ...facts } = entry;
      const { s, d } = parse(payload) as { s?: unknown; d?: unknown };
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
    return JSON.parse(text);
  } catch {
    return text;
  }
}
