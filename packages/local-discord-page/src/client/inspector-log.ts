import { signal } from '@preact/signals';

/** One entry of `GET /local/log`: a call, an event, a payload from a client, or something the server noticed. */
export interface LogEntry {
  n: number;
  atMs: number;
  kind: 'request' | 'event' | 'received' | 'notice';
  world?: string;
  by?: string;
  to?: string;
  method?: string;
  path?: string;
  route?: string;
  status?: number;
  tookMs?: number;
  body?: unknown;
  answer?: unknown;
  files?: readonly { name: string; sizeBytes: number }[];
  fault?: string;
  /** What the API description says about the call, where the server checked it. */
  verdict?: { ok: boolean; problems?: readonly string[] };
  name?: string;
  seq?: number;
  data?: unknown;
  op?: number;
  text?: string;
  detail?: unknown;
}

const OPERATOR = 'local.operator';
const POLL_EVERY_MS = 700;
/** As many as the panel keeps; the server keeps more. */
const MAX_ENTRIES = 1_000;

export interface InspectorLog {
  entries: { value: readonly LogEntry[] };
  problem: { value: string | null };
  start: () => () => void;
  clear: () => void;
}

const isEntry = (value: unknown): value is LogEntry =>
  typeof value === 'object' && value !== null && 'n' in value && 'kind' in value;

/** Reads the operator's log while somebody looks at it. `world` null means the one that is there from the start. */
export const createInspectorLog = (world: string | null): InspectorLog => {
  const entries = signal<readonly LogEntry[]>([]);
  const problem = signal<string | null>(null);
  let last = 0;

  const read = async (): Promise<void> => {
    const query = new URLSearchParams({ after: String(last), world: world ?? 'default', limit: '2000' });
    const response = await fetch(`/local/log?${query.toString()}`, { headers: { Authorization: OPERATOR } });
    if (!response.ok) throw new Error(`The log answered ${response.status}.`);
    const answer: unknown = await response.json();
    if (typeof answer !== 'object' || answer === null) return;
    const found: unknown = 'entries' in answer ? answer.entries : [];
    const fresh = Array.isArray(found) ? found.filter(isEntry) : [];
    const newest = fresh.at(-1)?.n;
    // A server that began anew counts from 1 again.
    if ('last' in answer && typeof answer.last === 'number' && answer.last < last) last = 0;
    else if (newest !== undefined) last = newest;
    if (fresh.length > 0) entries.value = [...entries.value, ...fresh].slice(-MAX_ENTRIES);
  };

  return {
    entries,
    problem,
    start: () => {
      let isStopped = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const turn = async (): Promise<void> => {
        try {
          await read();
          problem.value = null;
        } catch (error) {
          problem.value = error instanceof Error ? error.message : String(error);
        }
        if (!isStopped) timer = setTimeout(() => void turn(), POLL_EVERY_MS);
      };
      void turn();
      return () => {
        isStopped = true;
        clearTimeout(timer);
      };
    },
    clear: () => {
      entries.value = [];
    },
  };
};
