import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAddressBook, createIntake, createSceneGatherer, listen } from '@tzurot/bot-client/inbound';
import { createLog, createSharedState, systemClock } from '@tzurot/platform';
import { fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { Client, ClientUser, Events } from 'discord.js';
import { percentile } from '../arithmetic.ts';
import { createMessages, OURSELVES } from '../people/unaddressed-messages.ts';

export interface IgnoredMessages {
  messages: number;
  /** Microseconds from the listener's call to its return. */
  p50: number;
  p99: number;
  /** The p50 of the last tenth, divided by that of the first. */
  growth: number;
  /** What stays in memory, in bytes per message. */
  bytesPerMessage: number;
}

const CHARACTERS = 10_000;
const BATCH = 1_000;
const WARM_UP_BATCHES = 20;

/** Messages that address nobody, as discord.js hands them to our listener, with so many characters in the address book. */
export async function measureIgnoredMessages(count: number): Promise<IgnoredMessages> {
  const client = new Client({ intents: [] });
  client.user = Reflect.construct(ClientUser, [
    client,
    { id: OURSELVES.userId, username: 'Tzurot', discriminator: '0' },
  ]);
  const log = createLog({ service: 'bench', level: 'warn' });
  const book = createAddressBook();
  book.load({ version: 1, ...makeAddressees(), activations: [], denials: [], choices: [] });
  const parts = {
    gateway: fakeGateway(),
    gatherer: createSceneGatherer({ reconcile: async () => {} }),
    clock: systemClock,
    log,
  };
  const intake = createIntake({
    ...parts,
    book,
    queues: fakeQueues(),
    state: createSharedState({ log }),
    notices: {
      cannotAnswer: refuse,
      tooFast: refuse,
      tooMany: refuse,
      notAccepted: refuse,
      missed: refuse,
      welcome: refuse,
      joined: refuse,
      denied: refuse,
      refused: refuse,
      unknownName: refuse,
    },
    ourselves: () => OURSELVES,
  });
  listen({ ...parts, client, intake, notices: { missed: refuse }, maxAgeMs: 600_000, ourselves: () => OURSELVES });

  const messages = createMessages(client);
  const hear = (): number[] => {
    const batch = Array.from({ length: BATCH }, messages.next);
    return batch.map((message) => {
      const startedAt = performance.now();
      client.emit(Events.MessageCreate, message);
      return (performance.now() - startedAt) * 1_000;
    });
  };
  for (let batch = 0; batch < WARM_UP_BATCHES; batch += 1) hear();
  const heapBefore = usedHeapBytes();
  const first: number[] = [];
  const last: number[] = [];
  const batches = Math.ceil(count / BATCH);
  for (let batch = 0; batch < batches; batch += 1) {
    const times = hear();
    if (batch < batches / 10) first.push(...times);
    if (batch >= batches * 0.9) last.push(...times);
  }
  const heapAfter = usedHeapBytes();
  await client.destroy();
  return {
    messages: batches * BATCH,
    p50: percentile([...first, ...last], 0.5),
    p99: percentile([...first, ...last], 0.99),
    growth: percentile(last, 0.5) / percentile(first, 0.5),
    bytesPerMessage: (heapAfter - heapBefore) / (batches * BATCH),
  };
}

function refuse(): never {
  throw new Error('a message that addresses nobody was answered');
}

function makeAddressees() {
  const characters = Array.from({ length: CHARACTERS }, (_, number) => ({
    number,
    characterId: `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    slug: `character-${number}`,
    name: `Character ${number.toString(36)}`,
  }));
  return {
    addressees: characters.map(({ number, ...character }) => ({
      ...character,
      personIds: [],
      ownerId: `1457705189${String(number).padStart(8, '0')}`,
      isPublic: number % 2 === 0,
    })),
    aliases: characters.flatMap(({ number, characterId, slug, name }) =>
      [slug, name, `c${number}`].map((alias) => ({ name: alias, characterId, guildId: null, userId: null })),
    ),
  };
}

function usedHeapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
