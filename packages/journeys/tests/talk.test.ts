import { describe } from 'vitest';
import { useWorld } from '../src/world/use-world.ts';
import { talkJourneys } from './journeys/talk.ts';

const world = useWorld();

describe('with all in one process', () => {
  talkJourneys(world);
});
