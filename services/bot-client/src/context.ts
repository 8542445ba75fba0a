import type { VendorCatalogue } from '@tzurot/contracts';
import type { Clock, JobQueues, Log, Metrics, RouteClient, SharedState } from '@tzurot/platform';
import type { CommandIds } from './discord/command-ids.ts';
import type { Servers } from './discord/servers.ts';
import type { AddressBook } from './inbound/address-book.ts';
import type { SceneGatherer } from './inbound/gather.ts';
import type { Intake } from './inbound/intake.ts';

/** Everything long-lived that commands and listeners use; built once in `start.ts`. */
export interface BotContext {
  gateway: RouteClient;
  queues: JobQueues;
  state: SharedState;
  book: AddressBook;
  /** Whose models this bot offers. */
  vendors: VendorCatalogue;
  intake: Intake;
  gatherer: SceneGatherer;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  servers: Servers;
  commandIds: CommandIds;
  isOperator(userId: string): boolean;
  /** How long Discord's websocket took to answer the last heartbeat; null before the first. */
  discordPingMs(): number | null;
}
