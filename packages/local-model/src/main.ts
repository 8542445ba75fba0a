import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DEFAULT_PORT, startLocalModel } from './start-local-model.ts';

const Env = z.object({
  LOCAL_MODEL_PORT: z.coerce.number().int().min(0).max(65_535).default(DEFAULT_PORT),
  LOCAL_MODEL_ACCEPT_KEYS: z
    .string()
    .transform((list) => (list === 'any' ? 'any' : list.split(',').filter((key) => key !== '')))
    .default([]),
  LOCAL_MODEL_LOG_TOKEN: z.string().min(1).optional(),
});

try {
  const env = Env.parse(process.env);
  const { LOCAL_MODEL_LOG_TOKEN: givenToken, LOCAL_MODEL_PORT: port, LOCAL_MODEL_ACCEPT_KEYS: acceptKeys } = env;
  const logToken = givenToken ?? randomBytes(12).toString('base64url');
  const server = await startLocalModel({ port, acceptKeys, logToken });
  process.stdout.write(`local-model listens on ${server.url}\n`);
  if (givenToken === undefined) process.stdout.write(`its log is read with Authorization: Bearer ${logToken}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close());
  }
} catch (error) {
  const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  process.stderr.write(`local-model cannot start: ${message}\n`);
  process.exitCode = 1;
}
