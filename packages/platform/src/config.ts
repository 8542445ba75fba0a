import type { z } from 'zod';

import { ConfigError } from './errors.ts';

/**
 * Reads a service's variables once. An empty variable counts as absent.
 * @param schemas objects whose keys are variable names; connection URLs belong in `secrets`, because `config` may be logged
 * @throws ConfigError with one line per variable that is wrong; a value never appears in it
 */
export function readConfig<Config extends z.ZodObject, Secrets extends z.ZodObject>(
  schemas: { config: Config; secrets: Secrets },
  env: Readonly<Record<string, string | undefined>>,
): { config: z.output<Config>; secrets: z.output<Secrets> } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const config = schemas.config.safeParse(given);
  const secrets = schemas.secrets.safeParse(given);
  if (config.success && secrets.success) return { config: config.data, secrets: secrets.data };

  throw new ConfigError([
    ...problemsOf(schemas.config, config.error, given),
    ...problemsOf(schemas.secrets, secrets.error, given),
  ]);
}

function problemsOf(schema: z.ZodObject, error: z.ZodError | undefined, given: Record<string, unknown>): string[] {
  const byVariable = new Map<string, string[]>();
  for (const issue of error?.issues ?? []) {
    const name = String(issue.path[0] ?? '');
    const isMissing = name !== '' && given[name] === undefined && issue.code === 'invalid_type';
    const text = isMissing ? 'is missing' : lowerFirst(issue.message);
    byVariable.set(name, [...(byVariable.get(name) ?? []), text]);
  }
  return [...byVariable].map(([name, texts]) => {
    const meaning = name === '' ? undefined : schema.shape[name]?.description;
    const line = `${name === '' ? 'settings together' : name}: ${texts.join('; ')}`;
    return meaning === undefined ? line : `${line} (${meaning})`;
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
