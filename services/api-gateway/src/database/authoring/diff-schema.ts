import { VECTOR_TABLE } from '../add-vectors.ts';
import { withSchemaEngine } from './schema-engine.ts';

/**
 * The SQL that leads from what a database holds to a Prisma schema.
 * @returns null when there is nothing to do
 */
export async function diffSchema({ url, schema }: { url: string; schema: string }): Promise<string | null> {
  const files = [{ path: 'schema.prisma', content: schema }];
  return withSchemaEngine({ url, schema }, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [`public.${VECTOR_TABLE}`, 'public._prisma_migrations'], externalEnums: [] },
    });
    return exitCode === 2 ? (stdout ?? '') : null;
  });
}
