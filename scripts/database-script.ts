import { ConfigError } from '../packages/platform/src/index.ts';

/** @throws ConfigError when DATABASE_URL is missing */
export function readDatabaseUrl(): string {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new ConfigError(['DATABASE_URL is missing (such as postgres://host:5432/tzurot)']);
  return url;
}

/** Runs a script to its end; what the operator can fix is explained in a sentence, with exit code 78. */
export async function runScript(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ConfigError) {
      console.error(error.message);
      process.exitCode = 78;
    } else {
      console.error(error);
      process.exitCode = 1;
    }
  }
}
