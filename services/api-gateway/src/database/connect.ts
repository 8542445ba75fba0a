import { PrismaPg } from '@prisma/adapter-pg';
import { connectionDeadlines, type Log, PromptClient } from '@tzurot/platform';
import { Pool } from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createGatheringSocket } from './gathering-socket.ts';

export interface Connection {
  /** For statements written by hand: the ledger's, where every millisecond is a reply's, and what Prisma has no words for. */
  pool: Pool;
  /** For plain rows. Both share the same few connections. */
  prisma: PrismaClient;
  close: () => Promise<void>;
}

/**
 * Few, because the embedded database has one session for all of them, and a Postgres serves most with
 * about two per core.
 */
const MAX_CONNECTIONS = 8;

/** Opens nothing until it is used, and outlives a database that goes and comes back. */
export function connect({ url, log, timeoutMs = 10_000 }: { url: string; log?: Log; timeoutMs?: number }): Connection {
  const pool = new Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    Client: PromptClient,
    ...connectionDeadlines(timeoutMs),
    // Statements are sent without waiting for the answers of those before; see `inTransaction`.
    pipeline: true,
    stream: createGatheringSocket,
    application_name: 'tzurot api-gateway',
    // Prisma's adapter writes moments without their offset and takes them for UTC.
    options: '-c timezone=UTC',
  });
  const note = (error: Error) => log?.debug({ err: error }, 'lost a database connection');
  pool.on('error', note);
  pool.on('connect', (client) => client.on('error', note));
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql: text }) => preparedName(text) });
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: timeoutMs, timeout: timeoutMs } });
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

const prepared = new Map<string, string>();
/** Lists of values give statements of many lengths; after this many, new ones are not kept prepared. */
const MAX_PREPARED = 500;

function preparedName(text: string): string {
  const known = prepared.get(text);
  if (known !== undefined) return known;
  if (prepared.size >= MAX_PREPARED) return '';
  const name = `p${prepared.size}`;
  prepared.set(text, name);
  return name;
}
