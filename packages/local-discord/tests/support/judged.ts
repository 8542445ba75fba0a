import type { LocalDiscord } from '../../src/index.ts';
import { type Description, readDescription } from '../../src/spec/description.ts';
import { judgeEvent } from '../../src/spec/events.ts';
import { withoutReferenceTypes } from '../../src/spec/exceptions.ts';
import { createJudge, type Judge } from '../../src/spec/judge.ts';
import { hasOpenApi, openApiFile } from './spec.ts';

interface LoggedRequest {
  readonly kind: string;
  readonly by: string;
  readonly method: string;
  readonly path: string;
  readonly route: string | undefined;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

const applications: ReadonlySet<string> = new Set(['Tzurot', 'webhook', 'interaction']);

let judge: Judge | undefined;
let description: Description | undefined;

/** What Discord's description finds wrong with everything that was called, one sentence each. */
export function judgeLog(discord: LocalDiscord): string[] {
  if (!hasOpenApi) return [];
  judge ??= createJudge(openApiFile);
  const findings = new Set<string>();
  for (const entry of discord.readLog() as unknown as LoggedRequest[]) {
    if (entry.kind !== 'request' || entry.route === undefined) continue;
    const { request, answer } = judge({ ...entry, route: entry.route });
    // People's clients call the same routes in ways of their own, which are not described.
    for (const problem of applications.has(entry.by) ? request : [])
      findings.add(`request ${entry.method} ${entry.route}: ${problem}`);
    for (const problem of answer) findings.add(`answer ${entry.status} ${entry.method} ${entry.route}: ${problem}`);
  }
  return [...findings];
}

interface LoggedEvent {
  readonly kind: string;
  readonly to: string;
  readonly name: string;
  readonly data: Record<string, unknown>;
}

/** What is wrong with the events that bots were told, one sentence each, and which kinds there were. */
export function judgeEvents(discord: LocalDiscord): { findings: string[]; kinds: Set<string> } {
  const events = (discord.readLog() as unknown as LoggedEvent[]).filter(
    ({ kind, to }) => kind === 'event' && to === 'Tzurot',
  );
  const kinds = new Set(events.map(({ name }) => name));
  if (!hasOpenApi) return { findings: [], kinds };
  description ??= readDescription(openApiFile, true);
  const findings = new Set<string>();
  for (const { name, data } of events) {
    for (const problem of judgeEvent(description, name, withoutReferenceTypes(data) as Record<string, unknown>)) {
      findings.add(problem);
    }
  }
  return { findings: [...findings], kinds };
}

/** The distinct calls that bots, webhooks and interactions made. */
export function calledByBot(discord: LocalDiscord): Set<string> {
  const entries = (discord.readLog() as unknown as LoggedRequest[]).filter(
    ({ kind, by, route, status }) => kind === 'request' && route !== undefined && status < 400 && applications.has(by),
  );
  return new Set(entries.map(({ method, route }) => `${method} ${route}`));
}
