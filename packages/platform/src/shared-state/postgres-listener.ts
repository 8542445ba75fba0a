import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from 'pg';

import type { Log } from '../log.ts';
import { connectionDeadlines } from '../postgres-pool.ts';
import { PromptClient } from '../prompt-client.ts';
import { waitFor } from '../wait.ts';
import type { JsonValue } from './json.ts';
import type { Unsubscribe } from './shared-state.ts';
import { createSubscribers } from './subscribers.ts';

const HEARTBEAT_MS = 2_000;

export interface PostgresListener {
  subscribe(channel: string, handler: (value: JsonValue) => void, onGap?: () => void): Promise<Unsubscribe>;
  close(): Promise<void>;
}

/**
 * Hears one Postgres channel on a connection of its own, from the first subscription on, and connects again when
 * it is lost. A payload is `b<body>`, or `l<id>` when the body is too long for a notice and waits in a table.
 */
export function createPostgresListener({
  url,
  log,
  timeoutMs,
  channel: pgChannel,
  readLetter,
}: {
  url: string;
  log: Log;
  timeoutMs: number;
  channel: string;
  readLetter: (id: string) => Promise<string | null>;
}): PostgresListener {
  const subscribers = createSubscribers(log);
  const closed = new AbortController();
  let connecting: Promise<void> | undefined;
  let client: Client | undefined;
  /** Letters are read one after another, which keeps what one publisher said in order. */
  let deliveries: Promise<void> = Promise.resolve();

  async function connect(): Promise<void> {
    const next = new PromptClient({
      connectionString: url,
      ...connectionDeadlines(timeoutMs),
      application_name: 'tzurot shared state listener',
    });
    const lost = () => {
      if (client !== next || closed.signal.aborted) return;
      client = undefined;
      connecting = reconnect();
      connecting.catch(() => {});
    };
    next.on('error', (error) => {
      log.debug({ err: error }, 'shared state lost its listening connection');
      lost();
    });
    next.on('end', lost);
    next.on('notification', ({ payload }) => {
      deliveries = deliveries.then(() => deliver(payload ?? ''));
    });
    try {
      await next.connect();
      await next.query(`listen ${pgChannel}`);
    } catch (error) {
      await next.end().catch(() => {});
      throw error;
    }
    client = next;
  }

  // Who only listens does not notice that nothing can come any more.
  const heartbeat = setInterval(() => {
    client?.query('select 1').catch((error: unknown) => log.debug({ err: error }, 'shared state hears nothing'));
  }, HEARTBEAT_MS).unref();

  async function reconnect(): Promise<void> {
    await delay(50);
    await waitFor('the database', connect, { log, signal: closed.signal });
    subscribers.tellGap();
  }

  async function deliver(payload: string): Promise<void> {
    try {
      const body = payload.startsWith('l') ? await readLetter(payload.slice(1)) : payload.slice(1);
      if (body === null) throw new Error('the notice was there no longer');
      const { channel, value } = JSON.parse(body) as { channel: string; value: JsonValue };
      subscribers.tell(channel, value);
    } catch (error) {
      log.warn({ err: error }, 'shared state notice could not be read');
      subscribers.tellGap();
    }
  }

  return {
    async subscribe(channel, handler, onGap) {
      const remove = subscribers.add(channel, { handler, onGap });
      connecting ??= waitFor('the database', connect, { log, signal: closed.signal });
      await connecting;
      return async () => void remove();
    },
    async close() {
      closed.abort();
      clearInterval(heartbeat);
      subscribers.clear();
      await connecting?.catch(() => {});
      await client?.end().catch(() => {});
    },
  };
}
