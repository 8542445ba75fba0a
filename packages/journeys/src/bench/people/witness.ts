import { z } from 'zod';
import { firstMark } from './marks.ts';

const Payload = z.object({ op: z.number(), t: z.string().nullish(), d: z.unknown() });
const Hello = z.object({ heartbeat_interval: z.number() });
const Reply = z.object({ content: z.string(), webhook_id: z.string() });

/** Somebody with an open page, who sees every reply as it appears. */
export interface Witness {
  /** Resolves when a webhook has said something with this mark. @throws Error after `timeoutMs` */
  waitForReply(mark: string, timeoutMs?: number): Promise<void>;
  close(): void;
}

const REPLY_TIMEOUT_MS = 60_000;

/** Connects over the websocket that pages use. */
export async function createWitness({ discordUrl, token }: { discordUrl: string; token: string }): Promise<Witness> {
  const seen = new Set<string>();
  const waiting = new Map<string, () => void>();
  const socket = new WebSocket(`${discordUrl.replace(/^http/, 'ws')}/?v=10&encoding=json`);
  const ready = Promise.withResolvers<void>();
  let heartbeat: NodeJS.Timeout | undefined;
  socket.addEventListener('close', ({ code }) => {
    clearInterval(heartbeat);
    ready.reject(new Error(`the local Discord closed a page's connection with ${code}`));
  });

  const seeReply = (data: unknown) => {
    const reply = Reply.safeParse(data);
    const mark = reply.success ? firstMark(reply.data.content) : undefined;
    if (mark === undefined) return;
    seen.add(mark);
    waiting.get(mark)?.();
  };
  socket.addEventListener('message', ({ data }) => {
    const { op, t, d } = Payload.parse(JSON.parse(String(data)));
    if (op === 10) {
      const beat = () => socket.send(JSON.stringify({ op: 1, d: null }));
      heartbeat = setInterval(beat, Hello.parse(d).heartbeat_interval);
      socket.send(JSON.stringify({ op: 2, d: { token, properties: {} } }));
    } else if (t === 'READY') ready.resolve();
    else if (t === 'MESSAGE_CREATE') seeReply(d);
  });
  await ready.promise;

  return {
    async waitForReply(mark, timeoutMs = REPLY_TIMEOUT_MS) {
      if (seen.has(mark)) return;
      const replied = Promise.withResolvers<void>();
      waiting.set(mark, replied.resolve);
      const tooLate = () => replied.reject(new Error(`nobody answered ${mark} within ${timeoutMs} ms`));
      const timer = setTimeout(tooLate, timeoutMs);
      await replied.promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(mark);
      });
    },
    close: () => socket.close(),
  };
}
