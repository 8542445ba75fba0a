import { createLog, createMetrics, runMain } from '@tzurot/platform';
import { readGatewayConfig } from './config.ts';
import { startApiGateway } from './start.ts';

await runMain({
  name: 'api-gateway',
  holdWhenRefused: process.env['HOLD_WHEN_REFUSED'] === '1',
  async start(signal) {
    const { config, secrets } = readGatewayConfig(process.env);
    const log = createLog({ service: 'api-gateway', level: config.LOG_LEVEL });
    const metrics = createMetrics({ service: 'api-gateway', process: true });
    return { service: await startApiGateway(config, secrets, { log, signal, metrics }), log };
  },
});
