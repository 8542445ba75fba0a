import { setTimeout as delay } from 'node:timers/promises';

import { ConfigError, createLog, runMain, startService } from '../src/index.ts';

/** A process of its own for `run-main.test.ts`; its behaviour is named on the command line. */
const behaviour = process.argv[2];
const log = createLog({ service: 'fixture', level: 'info' });
const keepAlive = setInterval(() => {}, 1_000);

await runMain({
  name: 'fixture',
  stopTimeoutMs: 300,
  holdWhenRefused: behaviour === 'config-held',
  async start(signal, onFatal) {
    if (behaviour === 'config' || behaviour === 'config-held')
      throw new ConfigError(['PORT: is missing', 'TOKEN: too short']);
    if (behaviour === 'start-fails') throw new Error('cannot reach postgres://u:hunter2@db/x');
    if (behaviour === 'starts-forever') {
      process.stdout.write('starting\n');
      await delay(60_000, undefined, { signal });
    }
    const service = await startService(
      { name: 'fixture', log, stopTimeoutMs: behaviour === 'part-hangs' ? 100 : 60_000 },
      async (stack) => {
        stack.own('keep-alive', keepAlive, (timer) => clearInterval(timer));
        stack.own('part', behaviour, () =>
          behaviour === 'part-hangs' || behaviour === 'stop-hangs' ? new Promise(() => {}) : log.info('part stopped'),
        );
      },
    );
    log.info('ready');
    if (behaviour === 'refused-later') setTimeout(onFatal, 0, new ConfigError(['the intent was switched off']));
    if (behaviour === 'rejects') void Promise.reject(new Error('nobody caught this'));
    if (behaviour === 'throws')
      setTimeout(() => {
        throw new Error('nobody caught this');
      });
    return { service, log };
  },
});
