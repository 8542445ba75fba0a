import { createVendorCatalogue, reconcileMessages } from '@tzurot/contracts';
import {
  AppError,
  ConfigError,
  counter,
  createHealthServer,
  createRouteClient,
  defineService,
  type Starting,
  waitFor,
} from '@tzurot/platform';
import { Events, Routes } from 'discord.js';
import { actions } from './actions/index.ts';
import { commands } from './commands/index.ts';
import { BotClientConfig, BotClientSecrets } from './config.ts';
import type { BotContext } from './context.ts';
import { createDiscordClient, inviteUrl } from './discord/client.ts';
import { createCommandIds } from './discord/command-ids.ts';
import { createIdentifyBudget } from './discord/identify-budget.ts';
import { explainClose, logIn, type Shards } from './discord/log-in.ts';
import { findOperators } from './discord/operators.ts';
import { registerCommands } from './discord/register-commands.ts';
import { reportNames } from './discord/report-names.ts';
import { createServers } from './discord/servers.ts';
import { createShardLease, type ShardLease } from './discord/shard-lease.ts';
import { handleInteractions } from './dispatch/handle-interactions.ts';
import { createAddressBook } from './inbound/address-book.ts';
import { followAddressBook } from './inbound/follow-address-book.ts';
import { followVendors } from './inbound/follow-vendors.ts';
import { createSceneGatherer } from './inbound/gather.ts';
import { createIntake } from './inbound/intake.ts';
import { listen } from './inbound/listen.ts';
import { createNotices } from './inbound/notices.ts';
import { startTelling } from './inbound/tell-untold.ts';

const offer = { commands, actions };

/** Listens to Discord. */
export const botClient = defineService({
  name: 'bot-client',
  config: BotClientConfig,
  secrets: BotClientSecrets,
  async start(stack, { config, secrets, log, metrics, clock, signal, onFatal, openState, openQueues }) {
    const gateway = stack.own(
      'gateway client',
      createRouteClient({ baseUrl: config.GATEWAY_URL, credential: secrets.SERVICE_TOKEN_BOT_CLIENT, log }),
      (client) => client.close(),
    );
    const state = await openState();
    const queues = await openQueues();

    // Before the connection, so that it is given back only when that is closed.
    const lease = stack.own('shards', createShardLease({ gateway, state, clock, log, onLost: onFatal }), (it) =>
      it.release(),
    );
    const book = createAddressBook();
    const vendors = createVendorCatalogue();
    const client = stack.own('discord', createDiscordClient({ apiUrl: config.DISCORD_API_URL }), (it) => {
      // A connection that we close ourselves is not lost.
      it.removeAllListeners(Events.ShardReconnecting);
      return it.destroy();
    });
    const gatherer = createSceneGatherer({
      // A scene with words that were taken back is better than none.
      async reconcile(part) {
        try {
          const { forgotten } = await gateway.call(reconcileMessages, { body: part });
          if (forgotten > 0) log.info({ channelId: part.channelId, forgotten }, 'messages were deleted meanwhile');
        } catch (error) {
          log.warn({ err: error }, 'what was deleted meanwhile is not known');
        }
      },
    });
    const ourselves = () => ({ userId: client.user?.id ?? '', applicationId: client.application?.id ?? '' });
    let operators: ReadonlySet<string> = new Set();
    const notices = createNotices({ state, clock, log, book });
    client.on(Events.GuildCreate, (guild) => notices.joined(guild));
    const intake = createIntake({
      book,
      gatherer,
      gateway,
      queues,
      state,
      notices,
      clock,
      log,
      ourselves,
    });
    const ctx: BotContext = {
      gateway,
      queues,
      state,
      book,
      vendors,
      intake,
      gatherer,
      clock,
      log,
      metrics,
      servers: createServers(() => client.rest),
      commandIds: createCommandIds(() => ({
        rest: client.rest,
        applicationId: client.application?.id ?? '',
        devGuildId: config.DEV_GUILD_ID,
      })),
      isOperator: (userId) => operators.has(userId),
      discordPingMs: () => (client.ws.ping < 0 ? null : client.ws.ping),
    };
    const listening = stack.own(
      'listening',
      listen({
        client,
        gateway,
        intake,
        gatherer,
        notices,
        clock,
        log,
        ourselves,
        maxAgeMs: config.BACKFILL_MINUTES * 60_000,
      }),
      (it) => it.stop(),
    );
    stack.own('interactions', handleInteractions(client, offer, ctx), (it) => it.stop());
    watchConnection(client, config, { log, metrics, onFatal });

    let isOffered = false;
    stack.own(
      'health',
      await createHealthServer({
        setting: 'BOT_CLIENT_PORT',
        host: config.HOST,
        port: config.BOT_CLIENT_PORT,
        metrics,
        log,
        checks: {
          discord: async () => {
            // A deploy waits until this one is ready before it ends the one that has the shards.
            if (lease.isStandingBy()) return;
            if (!client.isReady()) throw new Error('not connected to Discord');
            if (!isOffered) throw new Error('its commands are not offered yet');
          },
          'look back': async () => {
            const channels = listening.countBehind();
            if (channels > 0)
              throw new Error(`${channels} channels could not be read after a gap yet; they are tried again`);
          },
          queue: () => queues.ready(),
          state: () => state.ready(),
        },
      }),
      (server) => server.stop(),
    );
    stack.own(
      'address book',
      await followAddressBook({ book, gateway, state, log, ...(signal && { signal }) }).catch(explainCredential),
      (stop) => stop(),
    );
    stack.own('vendors', await followVendors({ vendors, gateway, state, log, ...(signal && { signal }) }), (stop) =>
      stop(),
    );
    await waitFor('Discord', () => client.rest.get(Routes.gateway(), { auth: false }), {
      log,
      ...(signal && { signal }),
    });
    const shards = await chooseShards(config, lease, signal);
    const ready = await logIn(client, { token: secrets.DISCORD_TOKEN, shards }, signal);
    operators = await findOperators(ready, config.OPERATOR_IDS);
    if (ready.ws.shards.has(0)) {
      await registerCommands(ready, offer, {
        log,
        ...(config.DEV_GUILD_ID !== undefined && { devGuildId: config.DEV_GUILD_ID }),
      });
    }
    const names = () => [ready.user.username, ready.user.displayName];
    stack.own('names', reportNames(names, state, log), (it) => it.stop());
    isOffered = true;
    await listening.start(ready);
    stack.own('telling', startTelling({ client: ready, gateway, state, clock, log }), (it) => it.stop());
    log.info(
      { user: ready.user.username, guilds: ready.guilds.cache.size, invite: inviteUrl(ready.application.id) },
      'bot is listening',
    );
  },
});

/** Every shard, for a process that is alone; else those that nobody else has. */
async function chooseShards(
  { SHARD_COUNT: shardCount, SHARDS_PER_PROCESS: most }: BotClientConfig,
  lease: ShardLease,
  signal?: AbortSignal,
): Promise<Shards> {
  if (shardCount === undefined) return 'auto';
  const shardIds =
    most === undefined
      ? Array.from({ length: shardCount }, (_, shardId) => shardId)
      : await lease.take({ shardCount, most }, signal);
  return { shardIds, shardCount };
}

/** For `catch`: only whoever runs both can give them the same credential. */
function explainCredential(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
  const problem = 'SERVICE_TOKEN_BOT_CLIENT: the gateway does not know this credential; give both the same one.';
  throw new ConfigError([problem], { cause: error });
}

/** Ends a storm of reconnects before it costs the token, and says what a person has to fix. */
function watchConnection(
  client: ReturnType<typeof createDiscordClient>,
  config: BotClientConfig,
  { log, metrics, onFatal }: Pick<BotContext, 'log' | 'metrics'> & Pick<Starting<unknown, unknown>, 'onFatal'>,
): void {
  const lost = counter(metrics, 'discord_connections_lost_total', 'Connections to Discord that were lost.');
  const budget = createIdentifyBudget(config.MAX_IDENTIFIES_PER_DAY);
  client.on(Events.ShardReconnecting, (shardId) => {
    lost.inc();
    log.warn({ shardId, spentToday: budget.spentToday(new Date()) }, 'connection to Discord lost, connecting again');
    if (budget.spend(new Date())) return;
    void client.destroy();
    onFatal(
      new ConfigError([
        `Discord was reconnected to ${config.MAX_IDENTIFIES_PER_DAY} times in a day. Stopped before Discord resets the token; find out why, then start again.`,
      ]),
    );
  });
  client.on(Events.ShardResume, () => budget.refund());
  client.on(Events.ShardDisconnect, ({ code }) => {
    const explanation = explainClose(code);
    if (explanation !== null && client.isReady()) onFatal(new ConfigError([explanation]));
  });
  client.on(Events.Error, (error) => log.error({ err: error }, 'discord client error'));
  client.on(Events.ShardError, (error, shardId) => log.warn({ err: error, shardId }, 'connection error'));
}
