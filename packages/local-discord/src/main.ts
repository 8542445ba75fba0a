import { z } from 'zod';
import { startLocalDiscord } from './start.ts';

const Env = z.object({
  LOCAL_DISCORD_PORT: z.coerce.number().int().min(0).max(65_535).default(3900),
  /** Keeps what was said over restarts; in memory only without it. */
  LOCAL_DISCORD_STATE_FILE: z.string().optional(),
  LOCAL_DISCORD_LIMITS: z.enum(['exact', 'off', 'tight', 'surprise', 'global', 'html']).default('exact'),
});

const env = Env.safeParse(process.env);
if (!env.success) {
  console.error(`local-discord cannot start:\n${z.prettifyError(env.error)}`);
  process.exit(78);
}

const discord = await startLocalDiscord({
  port: env.data.LOCAL_DISCORD_PORT,
  limits: { mode: env.data.LOCAL_DISCORD_LIMITS },
  ...(env.data.LOCAL_DISCORD_STATE_FILE === undefined ? {} : { stateFile: env.data.LOCAL_DISCORD_STATE_FILE }),
});
console.log(`local-discord is ready at ${discord.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void discord.close().then(() => process.exit(0)));
}
