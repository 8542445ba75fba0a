import type { WorkerContext } from '../context.ts';

/** Shows the bot typing until it is told to stop. It is a courtesy: failures change nothing. */
export function keepTyping(channelId: string, { discord, limits }: WorkerContext): { stop(): void } {
  const type = () => void discord.startTyping(channelId).catch(() => {});
  // Its call goes behind those that the reply waits for.
  setImmediate(type);
  const timer = setInterval(type, limits.typingEveryMs).unref();
  return { stop: () => clearInterval(timer) };
}
