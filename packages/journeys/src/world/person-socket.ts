import { z } from 'zod';

/** Something that Discord told a person's client. */
export interface SocketEvent {
  name: string;
  data: unknown;
}

export interface PersonSocket {
  readonly sessionId: string;
  /** Looks now, and again after every event, until there is something. @throws Error that names `what` never came */
  until<Found>(what: string, find: () => Found | undefined, withinMs?: number): Promise<Found>;
  close(): void;
}

const Payload = z.object({ op: z.number(), t: z.string().nullish(), s: z.number().nullish(), d: z.unknown() });
const Hello = z.object({ heartbeat_interval: z.number() });
const Ready = z.object({ session_id: z.string() });

const PATIENCE_MS = 20_000;

/** Connects as a person's client does: with their token and no intents. @param onEvent sees every event before anybody who waits */
export async function connectPerson(
  url: string,
  token: string,
  onEvent: (event: SocketEvent) => void,
): Promise<PersonSocket> {
  const socket = new WebSocket(`${url}?v=10&encoding=json`);
  const waiting = new Set<() => void>();
  const ready = Promise.withResolvers<string>();
  let heartbeat: NodeJS.Timeout | undefined;
  let lastSeq: number | null = null;
  const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }));

  socket.addEventListener('message', ({ data }) => {
    const { op, t, s, d } = Payload.parse(JSON.parse(String(data)));
    lastSeq = s ?? lastSeq;
    if (op === 10) {
      heartbeat = setInterval(() => send(1, lastSeq), Hello.parse(d).heartbeat_interval);
      send(2, { token, properties: { os: 'linux', browser: 'journeys', device: '' } });
    }
    if (op === 1) send(1, lastSeq);
    if (op !== 0 || typeof t !== 'string') return;
    if (t === 'READY') ready.resolve(Ready.parse(d).session_id);
    onEvent({ name: t, data: d });
    for (const look of waiting) look();
  });
  socket.addEventListener('close', ({ code, reason }) => {
    clearInterval(heartbeat);
    ready.reject(new Error(`Discord closed the connection of ${token} with ${code} ${reason}`));
  });

  const sessionId = await ready.promise;
  return {
    sessionId,
    until(what, find, withinMs = PATIENCE_MS) {
      const found = find();
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve, reject) => {
        const end = () => {
          waiting.delete(look);
          clearTimeout(timer);
        };
        const look = () => {
          const now = find();
          if (now === undefined) return;
          end();
          resolve(now);
        };
        const timer = setTimeout(() => {
          end();
          reject(new Error(`${token} waited ${withinMs} ms in vain for ${what}`));
        }, withinMs);
        waiting.add(look);
      });
    },
    close: () => socket.close(1000),
  };
}
