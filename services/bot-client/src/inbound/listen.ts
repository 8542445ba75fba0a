import { getMark, type OwnMessage, putMark, snowflakeAt, snowflakeTimeMs } from '@tzurot/contracts';
import { type Clock, type Log, type RouteClient, waitFor } from '@tzurot/platform';
import { type Client, Events, type Message, type OmitPartialGroupDMChannel, type PartialMessage } from 'discord.js';
import { createLookBack } from './backfill.ts';
import { isOurs, type Ourselves } from './filter.ts';
import type { SceneGatherer } from './gather.ts';
import type { Intake } from './intake.ts';
import { createMarkTracker, isNewer, type MarkTracker } from './mark.ts';
import type { Notices } from './notices.ts';

const SAVE_EVERY_MS = 1_000;
const CHECK_EVERY_MS = 60_000;
const LOOK_BACK_AGAIN_AFTER_MS = 5_000;

interface Shard {
  mark: MarkTracker;
  saved: string | null;
  /** From READY, or the end of a replay, until the connection is lost. */
  isOnline: boolean;
  /** Open while there may be a hole in what was heard; then new messages wait, and the mark stands still. */
  gap: Gap | null;
  /** While somebody fills the gap. */
  filling: Promise<void> | null;
}

interface Gap {
  /** Where it begins. */
  since: string;
  /** False as long as Discord may still replay everything. */
  needsLookBack: boolean;
  releaseMark: () => void;
  letMessagesPass: () => void;
}

interface ListenParts {
  client: Client;
  gateway: RouteClient;
  intake: Intake;
  gatherer: SceneGatherer;
  notices: Pick<Notices, 'missed'>;
  clock: Clock;
  log: Log;
  maxAgeMs: number;
  ourselves: () => Ourselves;
}

export interface Listening {
  /** After login: looks back to where the last process stood. */
  start(client: Client<true>): Promise<void>;
  /** Channels in which something may have been missed, and which could not be read yet. */
  countBehind(): number;
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
  const looking = createLookBack(parts);
  // Older messages come first: nobody is heard before the look back is done.
  const letThrough = intake.holdBack();
  let ready: Client<true> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let checking: NodeJS.Timeout | undefined;
  let isStopped = false;

  const shardOf = (shardId: number): Shard => {
    const known = shards.get(shardId);
    if (known) return known;
    const shard: Shard = { mark: createMarkTracker(), saved: null, isOnline: true, gap: null, filling: null };
    shards.set(shardId, shard);
    return shard;
  };

  /** A gap that is open already becomes as long as both. */
  const openGap = (shard: Shard, since: string, { needsLookBack }: { needsLookBack: boolean }) => {
    const { gap, mark } = shard;
    if (gap && !isNewer(gap.since, since)) {
      gap.needsLookBack ||= needsLookBack;
      return;
    }
    shard.gap = {
      since,
      needsLookBack: needsLookBack || gap?.needsLookBack === true,
      releaseMark: mark.hold(since),
      letMessagesPass: gap?.letMessagesPass ?? intake.holdBack(),
    };
    gap?.releaseMark();
  };

  /** Does what has to be done until the gap is closed, unless the connection is lost: then it is begun again afterwards. */
  const fillGap = (shardId: number): Promise<void> => {
    const shard = shardOf(shardId);
    shard.filling ??= fill(shardId, shard).finally(() => {
      shard.filling = null;
    });
    return shard.filling;
  };

  const fill = async (shardId: number, shard: Shard): Promise<void> => {
    const { gap } = shard;
    if (gap === null || !shard.isOnline || ready === null || isStopped) return;
    if (!gap.needsLookBack) {
      gap.releaseMark();
      gap.letMessagesPass();
      shard.gap = null;
      return;
    }
    gap.needsLookBack = false;
    try {
      await lookBack(shardId, gap, ready);
    } catch (error) {
      log.error({ err: error, shardId }, 'look back failed, it is begun again');
      gap.needsLookBack = true;
      await clock.sleep(LOOK_BACK_AGAIN_AFTER_MS);
    }
    return fill(shardId, shard);
  };

  const lookBack = async (shardId: number, { since }: Gap, connected: Client<true>) => {
    gatherer.forgetCaches();
    const seen = await looking.over({ shardId, since, mark: shardOf(shardId).mark, client: connected });
    log.info({ shardId, since, seen }, 'looked back over the gap');
  };

  const saveMarks = async () => {
    for (const [shardId, shard] of shards) {
      const mark = shard.mark.mark();
      if (mark === null || mark === shard.saved) continue;
      await gateway.call(putMark, { params: { shardId }, body: { mark }, timeoutMs: 3_000 });
      shard.saved = mark;
    }
  };

  let isSaving = false;
  const saveInTurn = () => {
    if (isSaving) return;
    isSaving = true;
    saveMarks()
      .catch((error: unknown) => log.debug({ err: error }, 'mark was not saved'))
      .finally(() => {
        isSaving = false;
      });
  };

  const checkAccepted = () => {
    intake
      .checkAccepted()
      .catch((error: unknown) => log.info({ err: error }, 'the ledger could not be compared with what it accepted'));
  };

  client.on(Events.MessageCreate, (message: Message) => {
    intake.receive(message, shardOf(message.guild?.shardId ?? 0).mark);
  });
  client.on(Events.MessageUpdate, (before, message) => {
    if (!isEdited(before, message)) return;
    const isRecent = clock.now().getTime() - snowflakeTimeMs(message.id) <= parts.maxAgeMs;
    intake
      .revise(message, shardOf(message.guild?.shardId ?? 0).mark, isRecent)
      .catch((error: unknown) => log.warn({ err: error, messageId: message.id }, 'edit was not passed on'));
  });
  client.on(Events.MessageDelete, (message) => {
    if (!message.partial) intake.vanished(message);
    withdraw([message]);
  });
  client.on(Events.TypingStart, ({ channel, user }) => intake.typing(channel.id, user.id));
  client.on(Events.MessageBulkDelete, (messages) => withdraw([...messages.values()]));
  client.on(Events.ShardReconnecting, (shardId) => {
    const shard = shardOf(shardId);
    shard.isOnline = false;
    const since = shard.mark.mark() ?? snowflakeAt(clock.now().getTime());
    openGap(shard, since, { needsLookBack: false });
  });
  client.on(Events.ShardResume, (shardId) => {
    shardOf(shardId).isOnline = true;
    void fillGap(shardId);
  });
  client.on(Events.ShardReady, (shardId) => {
    const shard = shardOf(shardId);
    shard.isOnline = true;
    // A new session: nothing is replayed. The first one belongs to `start`, which knows the mark of the process before.
    if (shard.gap) shard.gap.needsLookBack = true;
    void fillGap(shardId);
  });

  function withdraw(messages: readonly (Message | PartialMessage)[]): void {
    const messageIds = messages.map(({ id }) => id);
    intake
      .withdraw(messageIds, ownOf(messages, parts.ourselves()))
      .catch((error: unknown) => log.warn({ err: error, messageIds }, 'deletion was not passed on'));
  }

  return {
    async start(connected) {
      const shardIds = [...connected.ws.shards.keys()];
      for (const shardId of shardIds) {
        const { mark } = await waitFor('the mark', () => gateway.call(getMark, { params: { shardId } }), { log });
        // The very first start has nothing to look back to, and the next one looks back to here.
        if (mark === null) shardOf(shardId).mark.note(snowflakeAt(clock.now().getTime()));
        else openGap(shardOf(shardId), mark, { needsLookBack: true });
      }
      ready = connected;
      timer = setInterval(saveInTurn, SAVE_EVERY_MS);
      checking = setInterval(checkAccepted, CHECK_EVERY_MS);
      await Promise.all(shardIds.map(fillGap));
      letThrough();
    },
    countBehind: () => looking.countBehind(),
    async stop() {
      isStopped = true;
      looking.stop();
      clearInterval(timer);
      clearInterval(checking);
      client.removeAllListeners(Events.MessageCreate);
      await intake.idle();
      await saveMarks();
    },
  };
}

/** What is known of those that were ours and had words. */
function ownOf(messages: readonly (Message | PartialMessage)[], ourselves: Ourselves): OwnMessage[] {
  return messages.flatMap((message) => {
    if (message.partial || message.content === '' || !isOurs(message, ourselves)) return [];
    const { id, channelId, webhookId, author, content: text } = message;
    return [{ id, channelId, webhookId, name: author.username, text }];
  });
}

/** Discord also tells of previews that it found for links, and of pins and threads; then nobody changed the words. */
function isEdited(before: OmitPartialGroupDMChannel<Message | PartialMessage>, after: Message): boolean {
  if (after.editedTimestamp === null) return false;
  return before.partial || before.editedTimestamp !== after.editedTimestamp || before.content !== after.content;
}
