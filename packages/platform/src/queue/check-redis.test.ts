import { describe, expect, it } from 'vitest';

import { ConfigError } from '../errors.ts';
import { checkRedis } from './check-redis.ts';

/** What `INFO` says, reduced to two sections. */
function redis(appendOnly: 0 | 1, policy: string) {
  const sections: Record<string, string> = {
    persistence: `# Persistence\r\nloading:0\r\naof_enabled:${appendOnly}\r\naof_rewrite_in_progress:0\r\n`,
    memory: `# Memory\r\nmaxmemory:0\r\nmaxmemory_policy:${policy}\r\n`,
  };
  return { info: async (section: string) => sections[section] ?? '' };
}

describe('checkRedis', () => {
  it('trusts a Redis that keeps everything', async () => {
    await expect(checkRedis(redis(1, 'noeviction'))).resolves.toBeUndefined();
  });

  it('says which settings would lose jobs', async () => {
    const failure = checkRedis(redis(0, 'allkeys-lru'));

    await expect(failure).rejects.toThrow(ConfigError);
    await expect(failure).rejects.toThrow(
      /set "appendonly yes".*\n.*\(allkeys-lru\); set "maxmemory-policy noeviction"/,
    );
  });

  it('names only what is wrong', async () => {
    await expect(checkRedis(redis(1, 'volatile-ttl'))).rejects.not.toThrow(/appendonly/);
    await expect(checkRedis(redis(0, 'noeviction'))).rejects.not.toThrow(/maxmemory/);
  });

  it('does not trust a Redis that does not say', async () => {
    await expect(checkRedis({ info: async () => '' })).rejects.toThrow(/appendonly yes/);
  });
});
