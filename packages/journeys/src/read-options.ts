import process from 'node:process';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/**
 * What a program was called with; a call that makes no sense ends it with its usage, and code 2.
 * @param flags the options without a value
 */
export function readOptions<Schema extends z.ZodObject>(
  schema: Schema,
  { flags, usage }: { flags: readonly (keyof Schema['shape'])[]; usage: string },
): z.output<Schema> {
  const options = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, { type: flags.includes(name) ? 'boolean' : 'string' } as const]),
  );
  try {
    return schema.parse(parseArgs({ options }).values);
  } catch (error) {
    process.stderr.write(`${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}\n\n${usage}\n`);
    process.exit(2);
  }
}
