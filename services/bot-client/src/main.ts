import { createLog, createMetrics, EXIT_CONFIG, readConfig, runMain } from '@tzurot/platform';
import { BotClientConfig, BotClientSecrets } from './config.ts';
import { startBotClient } from './start.ts';

await runMain({
  name: 'bot-client',
  start: async (signal) => {
    const { config, secrets } = readConfig({ config: BotClientConfig, secrets: BotClientSecrets }, process.env);
    const log = createLog({ service: 'bot-client', level: config.LOG_LEVEL });
    const onFatal = (error: Error) => {
      log.fatal({ err: error }, 'stopped for good');
      process.exit(EXIT_CONFIG);
    };
    const metrics = createMetrics({ service: 'bot-client', process: true });
    return { service: await startBotClient(config, secrets, { log, signal, metrics, onFatal }), log };
  },
});
