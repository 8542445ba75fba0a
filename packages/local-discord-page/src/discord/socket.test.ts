import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ConnectionStatus, connectGateway, type SocketHandlers } from './socket.ts';

interface FakeSocket {
  url: string;
  sent: { op: number; d: unknown }[];
  closedWith: number | null;
  receive: (op: number, more?: object) => void;
  drop: (code: number, reason?: string) => void;
}

const start = (): {
  sockets: FakeSocket[];
  events: string[];
  statuses: ConnectionStatus[];
  gateway: ReturnType<typeof connectGateway>;
} => {
  const sockets: FakeSocket[] = [];
  const events: string[] = [];
  const statuses: ConnectionStatus[] = [];
  const openSocket = (
    url: string,
    { onMessage, onClose }: SocketHandlers,
  ): { send: (data: string) => void; close: (code: number) => void } => {
    const socket: FakeSocket = {
      url,
      sent: [],
      closedWith: null,
      receive: (op, more = {}) => onMessage(JSON.stringify({ op, ...more })),
      drop: (code, reason = '') => onClose(code, reason),
    };
    sockets.push(socket);
    return {
      send: (data) => socket.sent.push(JSON.parse(data)),
      close: (code) => {
        socket.closedWith = code;
      },
    };
  };
  const gateway = connectGateway({
    token: 'user.ada',
    findUrl: () => Promise.resolve('ws://here'),
    openSocket,
    onEvent: (name) => events.push(name),
    onStatus: (status) => statuses.push(status),
    random: () => 0.5,
  });
  return { sockets, events, statuses, gateway };
};

const hello = { d: { heartbeat_interval: 10_000 } };
const ready = { t: 'READY', s: 1, d: { session_id: 'abc', resume_gateway_url: 'ws://again' } };

/** Connected and ready, with the socket at hand. */
const connected = async (): Promise<ReturnType<typeof start> & { socket: FakeSocket }> => {
  const run = start();
  await vi.advanceTimersByTimeAsync(0);
  const [socket] = run.sockets;
  if (socket === undefined) throw new Error('No socket was opened.');
  socket.receive(10, hello);
  socket.receive(0, ready);
  return { ...run, socket };
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('identifies without intents, as people do', async () => {
  const { sockets, statuses, gateway } = await connected();

  expect(sockets[0]?.url).toBe('ws://here?v=10&encoding=json');
  expect(sockets[0]?.sent[0]).toMatchObject({ op: 2, d: { token: 'user.ada' } });
  expect(sockets[0]?.sent[0]?.d).not.toHaveProperty('intents');
  expect(statuses.at(-1)).toEqual({ state: 'ready' });
  expect(gateway.sessionId()).toBe('abc');
});

it('heartbeats with the last number it heard, and answers when asked to', async () => {
  const { socket } = await connected();

  await vi.advanceTimersByTimeAsync(5_000);
  socket.receive(11);
  socket.receive(0, { t: 'MESSAGE_CREATE', s: 2, d: {} });
  socket.receive(1);

  expect(socket.sent.slice(1)).toEqual([
    { op: 1, d: 1 },
    { op: 1, d: 2 },
  ]);
});

it('resumes after a lost connection, from where it was', async () => {
  const { socket, sockets, events, statuses } = await connected();
  socket.receive(0, { t: 'MESSAGE_CREATE', s: 7, d: {} });

  socket.drop(1006);
  await vi.advanceTimersByTimeAsync(1_000);
  sockets[1]?.receive(10, hello);
  sockets[1]?.receive(0, { t: 'RESUMED', s: 8, d: {} });

  expect(sockets[1]?.url).toBe('ws://again?v=10&encoding=json');
  expect(sockets[1]?.sent[0]).toEqual({ op: 6, d: { token: 'user.ada', session_id: 'abc', seq: 7 } });
  expect(events).toEqual(['READY', 'MESSAGE_CREATE', 'RESUMED']);
  expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'ready', 'reconnecting', 'ready']);
});

it('notices a server that has fallen silent', async () => {
  const { socket, sockets } = await connected();

  await vi.advanceTimersByTimeAsync(5_000 + 10_000 + 1_000);

  expect(socket.closedWith).toBe(4900);
  expect(sockets).toHaveLength(2);
});

it('identifies afresh when the session is gone', async () => {
  const { socket, sockets } = await connected();

  socket.receive(9, { d: false });
  await vi.advanceTimersByTimeAsync(1_000);
  sockets[1]?.receive(10, hello);

  expect(sockets[1]?.url).toBe('ws://here?v=10&encoding=json');
  expect(sockets[1]?.sent[0]?.op).toBe(2);
});

it('reconnects and resumes when the server asks for it', async () => {
  const { socket, sockets } = await connected();

  socket.receive(7);
  await vi.advanceTimersByTimeAsync(1_000);
  sockets[1]?.receive(10, hello);

  expect(socket.closedWith).toBe(4900);
  expect(sockets[1]?.sent[0]?.op).toBe(6);
});

it('gives up where another attempt would only be refused', async () => {
  const { socket, sockets, statuses } = await connected();

  socket.drop(4004);
  await vi.advanceTimersByTimeAsync(60_000);

  expect(sockets).toHaveLength(1);
  expect(statuses.at(-1)?.state).toBe('refused');
});

it('waits longer with each attempt, and not at all when told to hurry', async () => {
  const { socket, sockets, gateway } = await connected();

  socket.drop(1006);
  await vi.advanceTimersByTimeAsync(300);
  sockets[1]?.drop(1006);
  await vi.advanceTimersByTimeAsync(300);
  const afterShortWait = sockets.length;
  gateway.hurry();
  await vi.advanceTimersByTimeAsync(0);

  expect(afterShortWait).toBe(2);
  expect(sockets).toHaveLength(3);
});

it('tries again every second or so, however long the server was away', async () => {
  const { socket, sockets } = await connected();

  socket.drop(1006);
  for (let second = 0; second < 20; second += 1) {
    await vi.advanceTimersByTimeAsync(1_500);
    sockets.at(-1)?.drop(1006);
  }

  expect(sockets.length).toBeGreaterThanOrEqual(20);
});

it('hears nothing more from a connection it let go', async () => {
  const { socket, events } = await connected();

  socket.receive(7);
  socket.receive(0, { t: 'MESSAGE_CREATE', s: 2, d: {} });

  expect(events).toEqual(['READY']);
});
