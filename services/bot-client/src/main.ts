import { createLog, createMetrics, readConfig, runMain } from '@tzurot/platform';
import { BotClientConfig, BotClientSecrets } from './config.ts';
import { startBotClient } from './start.ts';

await runMain({
  name: 'bot-client',
  holdWhenRefused: process.env['HOLD_WHEN_REFUSED'] === '1',
  start: async (signal, onFatal) => {
    const { config, secrets } = readConfig({ config: BotClientConfig, secrets: BotClientSecrets }, process.env);
    const log = createLog({ service: 'bot-client', level: config.LOG_LEVEL });
    const metrics = createMetrics({ service: 'bot-client', process: true });
    return { service: await startBotClient(config, secrets, { log, signal, metrics, onFatal }), log };
  },
});
