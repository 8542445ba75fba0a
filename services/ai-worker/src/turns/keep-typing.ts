import type { WorkerContext } from '../context.ts';

/** Who answers sooner is not seen typing. */
const FIRST_AFTER_MS = 100;

/** Shows the bot typing until it is told to stop. It is a courtesy: failures change nothing. */
export function keepTyping(channelId: string, { discord, limits }: WorkerContext): { stop(): void } {
  let timer: NodeJS.Timeout;
  const typeAfter = (delayMs: number) => {
    timer = setTimeout(() => {
      void discord.startTyping(channelId).catch(() => {});
      typeAfter(limits.typingEveryMs);
    }, delayMs).unref();
  };
  typeAfter(FIRST_AFTER_MS);
  return { stop: () => clearTimeout(timer) };
}
