import { createLog, createMetrics, readConfig, runMain } from '@tzurot/platform';

import { WorkerConfig, WorkerSecrets } from './config.ts';
import { startAiWorker } from './start.ts';

await runMain({
  name: 'ai-worker',
  holdWhenRefused: process.env['HOLD_WHEN_REFUSED'] === '1',
  start: async (signal) => {
    const { config, secrets } = readConfig({ config: WorkerConfig, secrets: WorkerSecrets }, process.env);
    const log = createLog({ service: 'ai-worker', level: config.LOG_LEVEL });
    const metrics = createMetrics({ service: 'ai-worker', process: true });
    return { service: await startAiWorker(config, secrets, { log, signal, metrics }), log };
  },
});
