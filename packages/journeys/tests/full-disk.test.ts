import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeSmallDisk, mayMount } from '../src/world/small-disk.ts';
import { startWorld } from '../src/world/start-world.ts';

it.skipIf(!mayMount())(
  'loses no message while the disk is full, says why, and answers when there is room (needs the right to mount a disk)',
  async () => {
    const disk = makeSmallDisk(250);
    const { ada, places, directory, around, settles, close } = await startWorld({ dataDir: join(disk.path, 'data') });
    try {
      const makeRoom = disk.fill();
      const pages = Array.from({ length: 5 }, (_, number) => `@Lilith page ${number} `.padEnd(3_900, 'of many words '));
      for (const page of pages) await ada.says(places.channels.general, page);
      const log = () => readFile(join(directory, 'logs', 'bot-client.log'), 'utf8');
      await expect.poll(log, { timeout: 20_000 }).toMatch(/No space left on device.*message waits/);
      const health = () => fetch(`http://127.0.0.1:${around.ports['api-gateway']}/health/ready`);
      const full = await health();
      const report = await full.text();
      const answeredBefore = ada.heard({ by: 'Lilith' }).length;
      makeRoom();
      for (const page of pages) await ada.hears({ by: 'Lilith', saying: page.slice(0, 15) });
      await settles();

      expect(full.status).toBe(503);
      expect(report).toContain('No space left on device');
      await expect.poll(async () => (await health()).status, { timeout: 20_000 }).toBe(200);
      expect(answeredBefore).toBeLessThan(pages.length);
      expect(ada.heard({ by: 'Lilith' })).toHaveLength(pages.length);
    } finally {
      await close();
      disk.remove();
    }
  },
  90_000,
);
