import { describe } from 'vitest';
import { useWorld } from '../src/world/use-world.ts';
import { outageJourneys } from './journeys/outages.ts';
import { ownKeyJourneys } from './journeys/own-key.ts';
import { talkJourneys } from './journeys/talk.ts';

const world = useWorld({ processes: 'separate', hasDoors: true, limits: { mode: 'exact' } });

describe('with a process for each service', () => {
  talkJourneys(world);
  ownKeyJourneys(world);
  outageJourneys(world, ['database']);
});
