import type { VendorCatalogue } from '@tzurot/contracts';
import type { BadRows, JobQueues, Log, SecretBox, SharedState } from '@tzurot/platform';
import type { Pool } from 'pg';
import type { WriteWatch } from './database/watch-writes.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import type { CorpusSizes } from './memory/corpus-sizes.ts';
import type { EmbedLater } from './memory/vectors/embed-later.ts';

/** The free model for people without a usable key. */
export interface GuestModel {
  vendor: string;
  model: string;
}

/** How much one person may ask for. */
export interface PersonLimit {
  /** Triggers at once. */
  burst: number;
  /** How many come back per minute. */
  perMinute: number;
}

/** Every long-lived thing of the gateway; `start.ts` makes it once, tests with some parts replaced. */
export interface GatewayContext {
  log: Log;
  pool: Pool;
  prisma: PrismaClient;
  box: SecretBox;
  queues: JobQueues;
  state: SharedState;
  /** Told of failed statements, for health. */
  writes: WriteWatch;
  /** What lists had to leave out. */
  badRows: BadRows;
  /** Whose models this bot offers, as a worker published them last. */
  vendors: VendorCatalogue;
  /** Null when guests get a notice instead. */
  guest: GuestModel | null;
  /** Null when nobody is limited. */
  personLimit: PersonLimit | null;
  /** How long a bot-client that vanished keeps its shards. */
  shardLeaseMs: number;
  /** Null when the database keeps no vectors, so that memory goes by words alone. */
  embedLater: EmbedLater | null;
  corpusSizes: CorpusSizes;
}
