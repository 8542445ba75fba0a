import { describe } from 'vitest';
import { missingForStores } from '../src/world/test-stores.ts';
import { useWorld } from '../src/world/use-world.ts';
import { outageJourneys } from './journeys/outages.ts';
import { ownKeyJourneys } from './journeys/own-key.ts';
import { talkJourneys } from './journeys/talk.ts';

const missing = missingForStores();

describe.skipIf(missing !== null)(
  `on Redis and Postgres, a process for each service (${missing ?? 'both are there'})`,
  () => {
    const world = useWorld({ backend: 'redis', processes: 'separate', hasDoors: true });

    talkJourneys(world);
    ownKeyJourneys(world);
    outageJourneys(world, ['database', 'redis']);
  },
);
