import { getMark, putMark, snowflakeAt } from '@tzurot/contracts';
import { type Clock, type Log, type RouteClient, waitFor } from '@tzurot/platform';
import { type Client, Events, type Message } from 'discord.js';
import { catchUp } from './backfill.ts';
import type { SceneGatherer } from './gather.ts';
import type { Intake } from './intake.ts';
import { createMarkTracker, type MarkTracker } from './mark.ts';

const SAVE_EVERY_MS = 1_000;

interface Shard {
  mark: MarkTracker;
  saved: string | null;
  /** Open while there may be a hole in what was heard: where it begins, and how to let the mark pass. */
  gap: { since: string; close: () => void } | null;
}

interface ListenParts {
  client: Client;
  gateway: RouteClient;
  intake: Intake;
  gatherer: SceneGatherer;
  clock: Clock;
  log: Log;
  maxAgeMs: number;
}

export interface Listening {
  /** After login: looks back to where the last process stood. */
  start(client: Client<true>): Promise<void>;
  /** Saves the marks for the last time. */
  stop(): Promise<void>;
}

/**
 * Hears messages and keeps a mark per shard, so that what is said while nobody listens is found afterwards:
 * after a restart, and after every reconnect in which Discord did not replay what was missed.
 */
export function listen(parts: ListenParts): Listening {
  const { client, gateway, intake, gatherer, clock, log } = parts;
  const shards = new Map<number, Shard>();
  // Older messages come first: nobody is heard before the look back is done.
  const letThrough = intake.holdBack();
  let timer: NodeJS.Timeout | undefined;

  const shardOf = (shardId: number): Shard => {
    const known = shards.get(shardId);
    if (known) return known;
    const shard: Shard = { mark: createMarkTracker(), saved: null, gap: null };
    shards.set(shardId, shard);
    return shard;
  };

  const openGap = (shardId: number, since: string) => {
    const shard = shardOf(shardId);
    if (shard.gap) return;
    const releaseMark = shard.mark.hold(since);
    const release = intake.holdBack();
    const close = () => {
      releaseMark();
      release();
    };
    shard.gap = { since, close };
  };

  const closeGap = (shardId: number) => {
    const shard = shardOf(shardId);
    shard.gap?.close();
    shard.gap = null;
  };

  const lookBack = async (shardId: number) => {
    const { gap, mark } = shardOf(shardId);
    if (!gap || !client.isReady()) return;
    gatherer.forgetCaches();
    const seen = await catchUp(shardId, gap.since, mark, { ...parts, client });
    log.info({ shardId, since: gap.since, seen }, 'looked back over the gap');
    closeGap(shardId);
  };

  const saveMarks = async () => {
    for (const [shardId, shard] of shards) {
      const mark = shard.mark.mark();
      if (mark === null || mark === shard.saved) continue;
      await gateway.call(putMark, { params: { shardId }, body: { mark }, timeoutMs: 3_000 });
      shard.saved = mark;
    }
  };

  client.on(Events.MessageCreate, (message: Message) => {
    intake.receive(message, shardOf(message.guild?.shardId ?? 0).mark);
  });
  client.on(Events.MessageDelete, (message) => withdraw([message.id]));
  client.on(Events.MessageBulkDelete, (messages) => withdraw([...messages.keys()]));
  client.on(Events.ShardReconnecting, (shardId) => {
    openGap(shardId, shardOf(shardId).mark.mark() ?? snowflakeAt(clock.now().getTime()));
  });
  client.on(Events.ShardResume, closeGap);
  client.on(Events.ShardReady, (shardId) => {
    // The first READY belongs to `start`, which knows the mark of the process before.
    if (timer !== undefined)
      void lookBack(shardId).catch((error: unknown) => log.error({ err: error, shardId }, 'look back failed'));
  });

  function withdraw(messageIds: readonly string[]): void {
    for (const messageId of messageIds) {
      intake
        .withdraw(messageId)
        .catch((error: unknown) => log.warn({ err: error, messageId }, 'deletion was not passed on'));
    }
  }

  return {
    async start(ready) {
      const shardIds = [...ready.ws.shards.keys()];
      for (const shardId of shardIds) {
        const { mark } = await waitFor('the mark', () => gateway.call(getMark, { params: { shardId } }), { log });
        // The very first start has nothing to look back to.
        if (mark !== null) openGap(shardId, mark);
      }
      timer = setInterval(
        () => void saveMarks().catch((error: unknown) => log.debug({ err: error }, 'mark was not saved')),
        SAVE_EVERY_MS,
      );
      await Promise.all(shardIds.map(lookBack));
      letThrough();
    },
    async stop() {
      clearInterval(timer);
      client.removeAllListeners(Events.MessageCreate);
      await intake.idle();
      await saveMarks();
    },
  };
}
