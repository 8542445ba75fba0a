import { z } from 'zod';
import { connectPerson } from '../../world/person-socket.ts';
import { firstMark } from './marks.ts';

const Reply = z.object({ content: z.string(), webhook_id: z.string() });

/** Somebody with an open page, who sees every reply as it appears. */
export interface Witness {
  /** Resolves when a webhook has said something with this mark. @throws Error after `timeoutMs` */
  waitForReply(mark: string, timeoutMs?: number): Promise<void>;
  close(): void;
}

const REPLY_TIMEOUT_MS = 60_000;

export async function createWitness({ discordUrl, token }: { discordUrl: string; token: string }): Promise<Witness> {
  const seen = new Set<string>();
  const waiting = new Map<string, () => void>();
  const socket = await connectPerson(discordUrl.replace(/^http/, 'ws'), token, ({ name, data }) => {
    const reply = name === 'MESSAGE_CREATE' ? Reply.safeParse(data) : undefined;
    const mark = reply?.success === true ? firstMark(reply.data.content) : undefined;
    if (mark === undefined) return;
    seen.add(mark);
    waiting.get(mark)?.();
  });
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
