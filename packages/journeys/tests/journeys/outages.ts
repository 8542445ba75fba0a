import { expect, it } from 'vitest';
import type { World } from '../../src/world/start-world.ts';
import { watchLogs } from '../../src/world/watch-logs.ts';

const OUTAGE_TIMEOUT_MS = 90_000;

/**
 * Parts come late, go away and come back, and people notice nothing but a delay. Needs separate processes and doors.
 * @param stores what can go away
 */
export function outageJourneys(world: () => World, stores: readonly ('database' | 'redis')[]): void {
  it(
    'answers what was said while nothing ran, whatever comes up first',
    async () => {
      const { ada, places, services, processes, doors, settles } = world();
      const { general } = places.channels;
      const hello = await ada.says(general, '@Lilith before the night');
      await ada.hears({ by: 'Lilith', after: hello });
      await settles();

      await services.stop();
      const logs = await watchLogs(world());
      await doors.database.cut();
      await doors.redis?.cut();
      const said = await ada.says(general, '@Lilith is anybody up?');
      const starts = [processes['bot-client'].start()];
      await logs('bot-client', /waiting for/);
      starts.push(processes['ai-worker'].start());
      await logs('ai-worker', /waiting for/);
      await doors.redis?.restore();
      starts.push(processes['api-gateway'].start());
      await logs('api-gateway', /waiting for the database/);
      await doors.database.restore();
      await Promise.all(starts);
      await ada.hears({ by: 'Lilith', after: said, saying: 'is anybody up?' });
      await settles();

      expect(ada.heard({ by: 'Lilith', after: said })).toHaveLength(1);
    },
    OUTAGE_TIMEOUT_MS,
  );

  it.each(stores)(
    'answers once, and in order, when the %s goes away in the middle and comes back',
    async (what) => {
      const { ada, places, doors, settles } = world();
      const { general } = places.channels;
      const logs = await watchLogs(world());

      await ada.says(general, `@Pip before the ${what} went`);
      await doors[what]?.cut();
      await ada.says(general, `@Pip while the ${what} was away`);
      await ada.says(general, `@Pip while the ${what} was still away`);
      await (what === 'database'
        ? logs('api-gateway', /the database cannot be used right now/)
        : logs('bot-client', /"whose":"queue".*redis connection lost/));
      await doors[what]?.restore();
      await ada.says(general, `@Pip after the ${what} came back`);
      await ada.hears({ by: 'Pip', in: general, saying: `after the ${what} came back` });
      await settles();

      const answers = ada.heard({ in: general, by: 'Pip', saying: `the ${what} ` }).map(({ content }) => content);
      expect(answers).toEqual(
        ['before', 'was away', 'was still away', 'after'].map((word) => expect.stringContaining(word)),
      );
    },
    OUTAGE_TIMEOUT_MS,
  );
}
