import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDraft } from '../commands/command-draft.ts';
import { type CallOptions, type Method, type Rest, RestError } from '../discord/rest.ts';
import type { SocketHandlers } from '../discord/socket.ts';
import { ada, corner, general, guild, idAt, message } from '../state/sample-world.ts';
import { type Client, createClient } from './client.ts';

interface Call {
  method: Method;
  path: string;
  body: unknown;
  query: CallOptions['query'];
}

type Answer = (call: Call) => unknown;

interface Run {
  client: Client;
  /** Cuts the connection. */
  cut: () => void;
  calls: Call[];
  /** Speaks as the gateway. */
  tell: (name: string, data: unknown) => void;
  /** The calls of this method whose path ends so. */
  callsTo: (method: Method, end: string) => readonly Call[];
}

/** A client that is ready, over a server that answers what the test says and nothing else. */
const connect = async (answer: Answer, ready: object = {}): Promise<Run> => {
  const calls: Call[] = [];
  let handlers: SocketHandlers | undefined;
  const rest: Rest = async <T>(method: Method, path: string, options: CallOptions = {}): Promise<T> => {
    const call = { method, path, body: options.body, query: options.query };
    if (path === '/gateway') return { url: 'ws://here' } as T;
    if (path === '/users/@me/channels' && method === 'GET') return [] as T;
    calls.push(call);
    return (await answer(call)) as T;
  };
  const client = createClient({
    person: { name: 'ada', token: 'user.ada' },
    rest,
    openSocket: (_url, given) => {
      handlers = given;
      return { send: () => undefined, close: () => undefined };
    },
  });
  await vi.advanceTimersByTimeAsync(0);
  let seq = 0;
  const tell = (name: string, data: unknown): void => {
    seq += 1;
    handlers?.onMessage(JSON.stringify({ op: 0, t: name, s: seq, d: data }));
  };
  tell('READY', {
    session_id: 's',
    user: ada,
    guilds: [{ ...guild, channels: [general], threads: [corner], members: [{ user: ada, roles: [] }] }],
    read_state: { entries: [{ id: general.id, last_message_id: null }] },
    ...ready,
  });
  await vi.advanceTimersByTimeAsync(0);
  return {
    client,
    calls,
    tell,
    cut: () => handlers?.onClose(1006, ''),
    callsTo: (method, end) => calls.filter((call) => call.method === method && call.path.endsWith(end)),
  };
};

const firstNonce = (calls: readonly Call[]): string => {
  const body = calls[0]?.body;
  return typeof body === 'object' && body !== null && 'nonce' in body ? String(body.nonce) : '';
};

const written = { content: 'hi', files: [], replyTo: null };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('sending', () => {
  it('shows a message at once and takes it away when the real one is there', async () => {
    const { client, callsTo } = await connect(({ body }) => message(idAt(1), { author: ada, ...(body as object) }));

    const sending = client.send(general.id, written);
    const shown = client.world.value.outgoing.map(({ content }) => content);
    await sending;

    expect(shown).toEqual(['hi']);
    expect(client.world.value.outgoing).toEqual([]);
    expect(callsTo('POST', '/messages')).toHaveLength(1);
  });

  it('keeps what failed with the reason, and sends it again as it was', async () => {
    let isBroken = true;
    const { client, callsTo } = await connect(({ body }) => {
      if (isBroken) throw new RestError(500, 0, 'Broken.');
      return message(idAt(1), { author: ada, ...(body as object) });
    });

    await client.send(general.id, written);
    const [failed] = client.world.value.outgoing;
    isBroken = false;
    await client.retry(failed?.nonce ?? '');

    expect(failed?.failure).toBe('Broken.');
    expect(client.world.value.outgoing).toEqual([]);
    const [first, second] = callsTo('POST', '/messages');
    expect(second?.body).toEqual(first?.body);
  });

  it('tells a reply that does not notify from one that does', async () => {
    const { client, callsTo } = await connect(({ body }) => message(idAt(1), { author: ada, ...(body as object) }));

    await client.send(general.id, { ...written, replyTo: { message: message(idAt(0)), ping: false } });

    expect(callsTo('POST', '/messages')[0]?.body).toMatchObject({
      message_reference: { message_id: idAt(0) },
      allowed_mentions: { replied_user: false },
    });
  });

  it('takes a message that somebody else deleted first for deleted', async () => {
    const { client, tell } = await connect(({ method }) => {
      if (method === 'DELETE') throw new RestError(404, 10_008, 'Unknown Message');
      return [];
    });
    await client.loadNewest(general.id);
    tell('MESSAGE_CREATE', message(idAt(1)));

    await client.remove(message(idAt(1)));

    expect(client.world.value.messages.get(general.id)?.items).toEqual([]);
    expect(client.problem.value).toBeNull();
  });
});

describe('history', () => {
  it('asks for the same page only once at a time', async () => {
    const { client, callsTo } = await connect(() => [message(idAt(1))]);

    await Promise.all([client.loadNewest(general.id), client.loadNewest(general.id)]);

    expect(callsTo('GET', '/messages')).toHaveLength(1);
    expect(client.world.value.messages.get(general.id)?.items).toHaveLength(1);
  });

  it('goes on loading when something is said while the last page is on its way', async () => {
    const { client, tell } = await connect(({ query }) => {
      if (query?.['around'] !== undefined) return [message(idAt(1))];
      if (query?.['after'] !== idAt(1)) return [message(idAt(3))];
      tell('MESSAGE_CREATE', message(idAt(3)));
      return [message(idAt(2))];
    });
    tell('MESSAGE_CREATE', message(idAt(2)));
    await client.loadAround(general.id, idAt(1));

    await client.loadNewer(general.id);
    const hadMore = client.world.value.messages.get(general.id)?.hasNewer;
    await client.loadNewer(general.id);

    expect(hadMore).toBe(true);
    const list = client.world.value.messages.get(general.id);
    expect(list?.items.map(({ id }) => id)).toEqual([idAt(1), idAt(2), idAt(3)]);
    expect(list?.hasNewer).toBe(false);
  });

  it('tells the server once what was read, and knows it before the answer', async () => {
    const { client, tell, callsTo } = await connect(() => ({ token: null }));
    tell('MESSAGE_CREATE', message(idAt(1), { mentions: [ada] }));

    client.markRead(general.id);
    client.markRead(general.id);

    expect(client.world.value.reads.get(general.id)).toEqual({ lastReadId: idAt(1), mentionCount: 0 });
    expect(callsTo('POST', `/${idAt(1)}/ack`)).toHaveLength(1);
  });

  it('counts nothing as unread for somebody who comes for the first time', async () => {
    const channels = [{ ...general, last_message_id: idAt(9) }];

    const { client, callsTo } = await connect(() => new Promise(() => undefined), {
      guilds: [{ ...guild, channels, members: [{ user: ada, roles: [] }] }],
      read_state: { entries: [] },
    });

    expect(client.world.value.reads.get(general.id)).toEqual({ lastReadId: idAt(9), mentionCount: 0 });
    expect(callsTo('POST', `/${idAt(9)}/ack`)).toHaveLength(1);
  });

  it('says what went wrong once, in a sentence', async () => {
    const { client } = await connect(() => {
      throw new RestError(403, 50_001, 'Missing Access');
    });

    await client.loadNewest(general.id);
    const said = client.problem.value;
    client.dismissProblem();

    expect(said).toBe('Missing Access');
    expect(client.problem.value).toBeNull();
  });
});

describe('apps', () => {
  const command = {
    key: '1',
    command: { id: '11', application_id: '5', name: 'view', description: '' },
    application: undefined,
    path: [],
    fullName: 'view',
    description: '',
    options: [{ type: 3, name: 'name', description: '', autocomplete: true }],
  };

  it('waits for the suggestions that carry its nonce, and for no others', async () => {
    const { client, tell, callsTo } = await connect(() => undefined);

    const suggestions = client.autocomplete(general, startDraft(command), 'name');
    await vi.advanceTimersByTimeAsync(0);
    const nonce = firstNonce(callsTo('POST', '/interactions'));
    tell('APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE', { nonce: '1', choices: [{ name: 'other', value: 'o' }] });
    tell('APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE', { nonce, choices: [{ name: 'Lilith', value: 'l' }] });

    expect(await suggestions).toEqual([{ name: 'Lilith', value: 'l' }]);
  });

  it('gives up on suggestions when the app fails, or says nothing at all', async () => {
    const { client, tell, callsTo } = await connect(() => undefined);

    const asked = Promise.allSettled([
      client.autocomplete(general, startDraft(command), 'name'),
      client.autocomplete(general, startDraft(command), 'name'),
    ]);
    await vi.advanceTimersByTimeAsync(0);
    tell('INTERACTION_FAILURE', { nonce: firstNonce(callsTo('POST', '/interactions')) });
    await vi.advanceTimersByTimeAsync(5_000);

    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('forgets a failed press once the same message is tried again', async () => {
    const { client, tell, callsTo } = await connect(() => undefined);
    const target = message(idAt(1), { application_id: '5' });

    await client.pressComponent(target, { type: 2, custom_id: 'go' });
    const nonce = firstNonce(callsTo('POST', '/interactions'));
    tell('INTERACTION_FAILURE', { nonce });
    const failed = client.world.value.interactions.map(({ failure }) => failure);
    await client.pressComponent(target, { type: 2, custom_id: 'go' });

    expect(failed).toEqual(['This interaction failed']);
    expect(client.world.value.interactions.map(({ failure }) => failure)).toEqual([null]);
  });
});

it('sends nothing while it is disconnected, and says so', async () => {
  const { client, calls, cut } = await connect(() => undefined);
  const before = calls.length;

  cut();
  await client.react(message(idAt(1)), { id: null, name: '🍵' }, true);
  await client.edit(message(idAt(1)), 'changed');

  expect(client.isConnected.value).toBe(false);
  expect(calls.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(client.problem.value).toContain('You are not connected');
});
