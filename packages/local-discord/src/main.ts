#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startLocalDiscord } from './start.ts';

const help = `Usage: local-discord [options]

  --port <number>        3900 unless said; 0 takes any free one      LOCAL_DISCORD_PORT
  --host <address>       where to listen; 127.0.0.1 unless said      LOCAL_DISCORD_HOST
  --name <names>         by which others call it, comma-separated    LOCAL_DISCORD_NAME
  --tls <folder>         https with its cert.pem and key.pem         LOCAL_DISCORD_TLS
  --state-file <path>    keeps what was said over restarts           LOCAL_DISCORD_STATE_FILE
  --limits <mode>        exact, off, tight, surprise, global, html   LOCAL_DISCORD_LIMITS
  --openapi-file <path>  Discord's openapi.json, to judge calls by   LOCAL_DISCORD_OPENAPI_FILE
  --help

An option wins over its variable. A folder for --tls that holds neither file gets a certificate made for this machine
and the names; clients that insist on https are given its cert.pem to trust. Whoever reaches the address can act as anybody
in it: its tokens are no secret.
`;

const Settings = z.object({
  LOCAL_DISCORD_PORT: z.coerce.number().int().min(0).max(65_535).default(3900),
  LOCAL_DISCORD_HOST: z.string().optional(),
  LOCAL_DISCORD_NAME: z
    .string()
    .optional()
    .transform((names) => (names ?? '').split(',').filter((name) => name !== '')),
  LOCAL_DISCORD_TLS: z.string().optional(),
  /** Keeps what was said over restarts; in memory only without it. */
  LOCAL_DISCORD_STATE_FILE: z.string().optional(),
  /** Discord's OpenAPI description, to judge calls by. */
  LOCAL_DISCORD_OPENAPI_FILE: z.string().optional(),
  LOCAL_DISCORD_LIMITS: z.enum(['exact', 'off', 'tight', 'surprise', 'global', 'html']).default('exact'),
});

/** Exit code of a process whose settings are wrong, as sysexits.h has it. */
const EXIT_CONFIG = 78;

function refuse(reason: string): never {
  console.error(`local-discord cannot start:\n${reason}`);
  process.exit(EXIT_CONFIG);
}

/** The options given, under the names of their variables. */
function readOptions(): Record<string, string> {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: {
        port: text,
        host: text,
        name: text,
        tls: text,
        limits: text,
        'state-file': text,
        'openapi-file': text,
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      process.stdout.write(help);
      process.exit(0);
    }
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        `LOCAL_DISCORD_${name.toUpperCase().replaceAll('-', '_')}`,
        String(value),
      ]),
    );
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

const settings = Settings.safeParse({ ...process.env, ...readOptions() });
if (!settings.success) refuse(z.prettifyError(settings.error));

const { data } = settings;
const discord = await startLocalDiscord({
  port: data.LOCAL_DISCORD_PORT,
  limits: { mode: data.LOCAL_DISCORD_LIMITS },
  names: data.LOCAL_DISCORD_NAME,
  ...(data.LOCAL_DISCORD_HOST === undefined ? {} : { host: data.LOCAL_DISCORD_HOST }),
  ...(data.LOCAL_DISCORD_TLS === undefined ? {} : { tlsFolder: data.LOCAL_DISCORD_TLS }),
  ...(data.LOCAL_DISCORD_STATE_FILE === undefined ? {} : { stateFile: data.LOCAL_DISCORD_STATE_FILE }),
  ...(data.LOCAL_DISCORD_OPENAPI_FILE === undefined ? {} : { openApiFile: data.LOCAL_DISCORD_OPENAPI_FILE }),
}).catch((error: unknown) => {
  console.error(`local-discord cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
console.log(`local-discord is ready at ${discord.url}
  page  ${discord.url}
  API   ${discord.url}/api
  bot   ${discord.world.bot.token}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void discord.close().then(() => process.exit(0)));
}
