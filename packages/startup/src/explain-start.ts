import { LocalPostgresError } from '@tzurot/local-postgres';
import { ConfigError } from '@tzurot/platform';

/** What starting again alone can't fix. */
const MENDABLE: ReadonlySet<string> = new Set([
  'data-directory-in-use',
  'data-directory-foreign',
  'data-directory-other-version',
  'data-directory-not-usable',
  'disk-full',
  'port-taken',
  'host-not-loopback',
]);

/**
 * For `catch`: a failure to start that a person can fix, as the sentence that says how; any other one as it is.
 * @param setting names the port that is asked for
 */
export function explainStart(setting: string, port: number): (error: unknown) => never {
  return (error) => {
    if (error instanceof LocalPostgresError && MENDABLE.has(error.code)) {
      throw new ConfigError([error.code === 'port-taken' ? `${setting}: ${error.message}` : error.message], {
        cause: error,
      });
    }
    if (isPortTaken(error)) {
      const problem = `${setting}: port ${port} is taken by another program; end that one, or choose another port.`;
      throw new ConfigError([problem], { cause: error });
    }
    throw error;
  };
}

function isPortTaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === 'EADDRINUSE') return true;
  return isPortTaken(error.cause);
}
