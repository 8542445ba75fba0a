import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { readConfig } from './config.ts';
import { ConfigError } from './errors.ts';

const schemas = {
  config: z.object({
    PORT: z.coerce.number().int().min(1).default(3902).describe('port of the gateway'),
    LOG_LEVEL: z.enum(['debug', 'info']),
    PUBLIC_URL: z.url().optional(),
  }),
  secrets: z.object({ DATABASE_URL: z.url(), DISCORD_TOKEN: z.string().min(50) }),
};
const token = 'x'.repeat(50);

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(schemas, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('gives settings and secrets apart, with defaults', () => {
    const read = readConfig(schemas, {
      LOG_LEVEL: 'info',
      DATABASE_URL: 'postgres://db/x',
      DISCORD_TOKEN: token,
      OTHER: '1',
    });

    expect(read).toEqual({
      config: { PORT: 3902, LOG_LEVEL: 'info' },
      secrets: { DATABASE_URL: 'postgres://db/x', DISCORD_TOKEN: token },
    });
  });

  it('takes an empty variable for an absent one', () => {
    const { config } = readConfig(schemas, {
      PORT: '',
      PUBLIC_URL: ' ',
      LOG_LEVEL: 'info',
      DATABASE_URL: 'postgres://db/x',
      DISCORD_TOKEN: token,
    });

    expect(config).toEqual({ PORT: 3902, LOG_LEVEL: 'info' });
  });

  it('lists everything that is wrong, one line per variable', () => {
    const problems = problemsOf({ PORT: 'abc', LOG_LEVEL: 'loud', DISCORD_TOKEN: 'short' });

    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatch(/^PORT: .*number.* \(port of the gateway\)$/);
    expect(problems[1]).toMatch(/^LOG_LEVEL: .*"debug".*"info"/);
    expect(problems[2]).toBe('DATABASE_URL: is missing');
    expect(problems[3]).toMatch(/^DISCORD_TOKEN: .*50/);
  });

  it('never quotes a value', () => {
    const problems = problemsOf({
      PORT: 'hunter2',
      LOG_LEVEL: 'hunter2',
      DATABASE_URL: 'hunter2',
      DISCORD_TOKEN: 'hunter2',
    });

    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).not.toContain('hunter2');
  });
});
