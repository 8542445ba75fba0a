import { ConfigError } from '../errors.ts';

/**
 * Makes sure that Redis keeps jobs through a restart and never throws any away to make room.
 * @throws ConfigError with what to set; the connection's own error when Redis cannot be asked
 */
export async function checkRedis(redis: { info(section: string): Promise<string> }): Promise<void> {
  const persistence = await redis.info('persistence');
  const memory = await redis.info('memory');
  const policy = field(memory, 'maxmemory_policy');
  const problems: string[] = [];
  if (field(persistence, 'aof_enabled') !== '1') {
    problems.push('REDIS_URL: this Redis forgets jobs when it restarts; set "appendonly yes" in its configuration');
  }
  if (policy !== 'noeviction') {
    problems.push(
      `REDIS_URL: this Redis throws jobs away when memory runs out (${policy}); set "maxmemory-policy noeviction"`,
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

function field(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? 'unknown';
}
