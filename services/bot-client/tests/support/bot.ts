import { createVendorCatalogue } from '@tzurot/contracts';
import { type LocalDiscord, startLocalDiscord } from '@tzurot/local-discord';
import { createMetrics, createSharedState, type JobQueues, type RouteClient, systemClock } from '@tzurot/platform';
import { type FakeLog, fakeGateway, fakeLog, fakeQueues, sampleVendors } from '@tzurot/platform/testing';
import type { Client } from 'discord.js';
import { actions } from '../../src/actions/index.ts';
import { commands } from '../../src/commands/index.ts';
import type { BotContext } from '../../src/context.ts';
import type { Offer } from '../../src/define/offer.ts';
import { createDiscordClient } from '../../src/discord/client.ts';
import { createCommandIds } from '../../src/discord/command-ids.ts';
import { logIn } from '../../src/discord/log-in.ts';
import { registerCommands } from '../../src/discord/register-commands.ts';
import { createServers } from '../../src/discord/servers.ts';
import { handleInteractions } from '../../src/dispatch/handle-interactions.ts';
import { createAddressBook } from '../../src/inbound/address-book.ts';
import { createSceneGatherer } from '../../src/inbound/gather.ts';
import { createIntake } from '../../src/inbound/intake.ts';
import { createNotices } from '../../src/inbound/notices.ts';
import { connectPerson, type Person } from './person.ts';
import { hasOpenApi, openApiFile } from './spec.ts';

export interface BotUnderTest {
  discord: LocalDiscord;
  /** What the bot works with; a test puts its own gateway and queues in. */
  ctx: BotContext;
  log: FakeLog;
  /** What the gateway answers and the queues say from now on. */
  give(parts: { gateway?: RouteClient; queues?: JobQueues }): void;
  /** Who runs the bot; nobody when null. */
  setOperator(name: 'ada' | null): void;
  connect(name: 'ada' | 'ben' | 'cyn'): Promise<Person>;
  /** Lends the bot's own client. */
  withClient(work: (client: Client<true>) => Promise<void>): Promise<void>;
  /** The process ends and another one starts: nothing is left but Discord and shared state. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The commands in a real client on a local Discord, with a gateway and queues in memory. ada is the operator. */
export async function startBot(offered: Partial<Offer> = {}): Promise<BotUnderTest> {
  const offer = { commands: offered.commands ?? commands, actions: offered.actions ?? actions };
  const discord = await startLocalDiscord({ port: 0, ...(hasOpenApi && { openApiFile }) });
  const fake = fakeLog('bot-client');
  const state = createSharedState({ log: fake.log });
  const people: Person[] = [];
  let operator: 'ada' | null = 'ada';

  const book = createAddressBook();
  const gatherer = createSceneGatherer({ reconcile: async () => {} });
  const base = {
    gateway: fakeGateway() as RouteClient,
    queues: fakeQueues() as JobQueues,
    state,
    book,
    vendors: createVendorCatalogue(sampleVendors),
    gatherer,
    clock: systemClock,
    log: fake.log,
    metrics: createMetrics({ service: 'bot-client' }),
    servers: createServers(() => running.client.rest),
    commandIds: createCommandIds(() => ({
      rest: running.client.rest,
      applicationId: discord.world.bot.applicationId,
    })),
    isOperator: (userId: string) => operator !== null && userId === discord.world.people[operator].id,
    discordPingMs: () => 12,
  };
  const intakeParts = {
    book,
    gatherer,
    state,
    clock: systemClock,
    log: fake.log,
    notices: createNotices({ state, clock: systemClock, log: fake.log, book }),
    ourselves: () => ({ userId: discord.world.bot.id, applicationId: discord.world.bot.applicationId }),
  };
  const ctx: BotContext = { ...base, intake: createIntake({ ...intakeParts, ...base }) };

  async function startProcess() {
    const client = createDiscordClient({ apiUrl: `${discord.url}/api` });
    const handling = handleInteractions(client, offer, ctx);
    const ready = await logIn(client, { token: discord.world.bot.token, shards: 'auto' });
    await registerCommands(ready, offer, { log: fake.log });
    return {
      client: ready,
      async stop() {
        await handling.stop();
        await client.destroy();
      },
    };
  }
  let running = await startProcess();

  return {
    discord,
    ctx,
    log: fake,
    give({ gateway, queues }) {
      if (gateway) ctx.gateway = gateway;
      if (queues) ctx.queues = queues;
      ctx.intake = createIntake({ ...intakeParts, gateway: ctx.gateway, queues: ctx.queues });
    },
    setOperator(name) {
      operator = name;
    },
    async connect(name) {
      const person = await connectPerson(discord, name);
      people.push(person);
      return person;
    },
    withClient: (work) => work(running.client),
    async restart() {
      await running.stop();
      running = await startProcess();
    },
    async stop() {
      for (const person of people) person.leave();
      await running.stop();
      await state.close();
      await discord.close();
    },
  };
}
