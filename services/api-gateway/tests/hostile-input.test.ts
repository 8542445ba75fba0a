import { randomUUID } from 'node:crypto';
import { ERROR_CODES, ROUTES, type Route } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { fuzzed } from '@tzurot/platform/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arbitraryOf, type Known } from './support/arbitrary-of.ts';
import {
  acceptOne,
  callerOf,
  exchange,
  giveKey,
  newChannel,
  newCharacter,
  newPerson,
  newTrigger,
  openForSure,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const RUNS_PER_ROUTE = 25;
/** The same inputs in every run of the tests. */
const SEED = 20_261_201;

let gateway: TestGateway;
let known: Known;
const ada = newPerson('Ada');

beforeAll(async () => {
  gateway = await startGateway();
  const keyId = await giveKey(gateway, ada);
  const character = await newCharacter(gateway, ada);
  const place = newChannel();
  const { turnId: settled, messageId } = await exchange(gateway, newTrigger(ada, place), character.id, 'hello');
  const trigger = newTrigger(ada, place);
  const { turnId, persona } = await openForSure(gateway, await acceptOne(gateway, trigger, character.id));
  known = {
    uuids: [keyId, character.id, settled, turnId, persona.id, randomUUID()],
    snowflakes: [place.channelId, trigger.id, messageId, ada.id, '9223372036854775807', '9223372036854775808'],
  };
});
afterAll(() => gateway.stop());

const caller = { ...callerOf(ada), guildId: newChannel().guildId, isStaff: true, isOperator: true };

interface Input {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** Node's own limit for all headers and the path is 16 KiB. */
const LONGEST_PATH = 8_000;

/** What a call comes to; `unsendable` for what no client could put into a path. */
async function send(route: Route, { params, query, body }: Input): Promise<'answered' | 'failed' | 'unsendable'> {
  const names = [...route.path.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => name);
  const inPath = names.map((name) => [name, asText(params[name]).toWellFormed()] as const);
  const path = [...inPath, ...Object.entries(query)].map(([, value]) =>
    encodeURIComponent(JSON.stringify(value) ?? ''),
  );
  if (inPath.some(([, value]) => value === '') || path.join('').length > LONGEST_PATH) return 'unsendable';
  const client = route.services.includes('bot-client') ? gateway.bot : gateway.worker;
  const input = { params: Object.fromEntries(inPath), query, body, ...(route.scope !== 'internal' && { caller }) };
  return client.call(route, input as never).then(
    () => 'answered',
    (error: unknown) => (error instanceof AppError && ERROR_CODES[error.code].status < 500 ? 'answered' : 'failed'),
  );
}

describe('whatever is sent to a route', () => {
  it.each(ROUTES.map((route) => [route.name, route] as const))('%s never fails for it', async (_name, route) => {
    const inputs = fc.record({
      params: arbitraryOf(route.params, known),
      query: arbitraryOf(route.query, known),
      body: arbitraryOf(route.body, known),
    });
    const outcomes: string[] = [];
    gateway.log.lines.length = 0;

    const checked = await fc.check(
      fc.asyncProperty(inputs, async (input) => {
        const outcome = await send(route, input as Input);
        outcomes.push(outcome);
        return outcome !== 'failed';
      }),
      fuzzed({ seed: SEED, numRuns: RUNS_PER_ROUTE }),
    );

    const failure = checked.failed ? JSON.stringify(checked.counterexample).slice(0, 2_000) : null;
    expect(failure).toBeNull();
    expect(outcomes).toContain('answered');
    expect(gateway.log.messages('error').filter((message) => message === 'request failed')).toEqual([]);
  });
});
