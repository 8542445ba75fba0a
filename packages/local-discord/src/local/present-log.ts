import type { LogEntry } from './log.ts';

/** An entry as the operator reads it: bodies and payloads as JSON, not as text that holds JSON. */
export function presentEntry(entry: LogEntry): Record<string, unknown> {
  switch (entry.kind) {
    case 'request': {
      const { body, answer, ...facts } = entry;
      return { ...facts, body: parse(body), answer: parse(answer) };
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

/** Text that is no JSON, such as an HTML error page, is shown as it is. */
function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
