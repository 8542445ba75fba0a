import { z } from 'zod';
import { startLocalDiscord } from './start.ts';

const Env = z.object({
  LOCAL_DISCORD_PORT: z.coerce.number().int().min(0).max(65_535).default(3900),
  /** Keeps what was said over restarts; in memory only without it. */
  LOCAL_DISCORD_STATE_FILE: z.string().optional(),
  /** Discord's OpenAPI description, to judge calls by. */
  LOCAL_DISCORD_OPENAPI_FILE: z.string().optional(),
  LOCAL_DISCORD_LIMITS: z.enum(['exact', 'off', 'tight', 'surprise', 'global', 'html']).default('exact'),
});

const env = Env.safeParse(process.env);
if (!env.success) {
  console.error(`local-discord cannot start:\n${z.prettifyError(env.error)}`);
  process.exit(78);
}

const { LOCAL_DISCORD_PORT, LOCAL_DISCORD_STATE_FILE, LOCAL_DISCORD_OPENAPI_FILE, LOCAL_DISCORD_LIMITS } = env.data;
const discord = await startLocalDiscord({
  port: LOCAL_DISCORD_PORT,
  limits: { mode: LOCAL_DISCORD_LIMITS },
  ...(LOCAL_DISCORD_STATE_FILE === undefined ? {} : { stateFile: LOCAL_DISCORD_STATE_FILE }),
  ...(LOCAL_DISCORD_OPENAPI_FILE === undefined ? {} : { openApiFile: LOCAL_DISCORD_OPENAPI_FILE }),
}).catch((error: unknown) => {
  console.error(`local-discord cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
console.log(`local-discord is ready at ${discord.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void discord.close().then(() => process.exit(0)));
}
