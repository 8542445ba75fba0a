import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlQueryable } from '@prisma/driver-adapter-utils';
import type { SchemaEngine as Engine } from '@prisma/schema-engine-wasm';
import { Client, Pool, type QueryResult } from 'pg';

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');
/** What the glue exports beside its types. */
type Glue = EngineModule & Record<'__wbg_set_wasm', (exports: WebAssembly.Exports) => void>;

/** One per process: the generated glue keeps its state in module variables. */
let loading: Promise<EngineModule> | undefined;

/**
 * Prisma's schema engine in its WebAssembly form, on a database; development only. The native one, which
 * Prisma's command line uses, would have to be downloaded.
 */
export async function withSchemaEngine<Result>(
  { url, schema }: { url: string; schema: string },
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  loading ??= loadEngine();
  const { SchemaEngine } = await loading;
  const pool = new Pool({ connectionString: url, max: 1, Client: CatalogueClient });
  const adapter = new PrismaPg(pool);
  const connect = adapter.connect.bind(adapter);
  adapter.connect = async () => nameCharacters(await connect());
  const factory = bindMigrationAwareSqlAdapterFactory(adapter);
  let engine: Engine | undefined;
  try {
    engine = await SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, factory);
    return await work(engine);
  } catch (error) {
    const id = /External error id#(\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw (id !== undefined && factory.errorRegistry.consumeError(Number(id))?.error) || error;
  } finally {
    engine?.free();
    await pool.end();
  }
}

async function loadEngine(): Promise<EngineModule> {
  const directory = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const glue = (await import(pathToFileURL(join(directory, 'schema_engine_bg.js')).href)) as Glue;
  const binary = await readFile(join(directory, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': { ...glue } });
  // Where the glue leaves the message of a panic before it traps.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => console.error(text) } });
  glue['__wbg_set_wasm'](instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}

/** Postgres's own catalogue keeps parts of itself in the type "char", for which the adapter has no word. */
const CHAR_TYPE = 18;
/** It has one for lists of them, which no query of the engine asks for: this one stands in. */
const CHAR_LIST_TYPE = 1_002;

function rename(result: QueryResult): QueryResult {
  for (const field of result.fields ?? []) if (field.dataTypeID === CHAR_TYPE) field.dataTypeID = CHAR_LIST_TYPE;
  return result;
}

/** Calls columns of the type "char" lists of them, so that the adapter lets them pass. */
class CatalogueClient extends Client {
  constructor(...options: ConstructorParameters<typeof Client>) {
    super(...options);
    const query = this.query.bind(this) as (...given: unknown[]) => unknown;
    this.query = ((...given: unknown[]) => {
      const last = given.at(-1);
      if (typeof last === 'function') {
        const answer = (error: unknown, result?: QueryResult) => last(error, result && rename(result));
        return query(...given.slice(0, -1), answer);
      }
      return (query(...given) as Promise<QueryResult>).then(rename);
    }) as typeof this.query;
  }
}

/** Gives those columns their right name again, behind the adapter. */
function nameCharacters<Queryable extends SqlQueryable>(queryable: Queryable): Queryable {
  const queryRaw = queryable.queryRaw.bind(queryable);
  queryable.queryRaw = async (statement) => {
    const result = await queryRaw(statement);
    const columnTypes = result.columnTypes.map((type) =>
      type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  return queryable;
}
