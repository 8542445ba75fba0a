import { startAiWorker, WorkerConfig, WorkerSecrets } from '@tzurot/ai-worker';
import { readGatewayConfig, startApiGateway } from '@tzurot/api-gateway';
import { BotClientConfig, BotClientSecrets, startBotClient } from '@tzurot/bot-client';
import { createSharedState, type Log, type RunningService, readConfig, startService } from '@tzurot/platform';
import { environmentOf, type ServiceName, type Surroundings } from './environment.ts';

export interface InProcessOptions {
  around: Surroundings;
  logOf: (service: ServiceName) => Log;
  signal?: AbortSignal;
  onFatal: (error: Error) => void;
  /** Called when the gateway runs, and so has accepted its secrets. */
  onGateway?: () => Promise<void>;
}

/** Starts the three services as modules of this process, with one shared state in its memory unless there is Redis. */
export async function startInProcess(options: InProcessOptions): Promise<RunningService> {
  const { logOf, signal, onFatal } = options;
  const signalPart = signal === undefined ? {} : { signal };
  const log = logOf('api-gateway');

  return startService({ name: 'tzurot', log }, async (stack) => {
    const sharedState = stack.own(
      'shared state',
      createSharedState({ log, redisUrl: options.around.redisUrl }),
      (part) => part.close(),
    );
    await sharedState.start(signal);

    const { config, secrets } = readGatewayConfig(environmentOf('api-gateway', options.around));
    const gatewayParts = { log, state: sharedState, ...signalPart };
    const gateway = stack.own('api-gateway', await startApiGateway(config, secrets, gatewayParts), stop);
    await options.onGateway?.();
    // Asked for port 0 it has taken any free one.
    const ports = { ...options.around.ports, 'api-gateway': Number(new URL(gateway.url).port) };
    const around = { ...options.around, ports };

    const worker = readConfig({ config: WorkerConfig, secrets: WorkerSecrets }, environmentOf('ai-worker', around));
    const workerParts = { log: logOf('ai-worker'), sharedState, ...signalPart };
    stack.own('ai-worker', await startAiWorker(worker.config, worker.secrets, workerParts), stop);

    const bot = readConfig({ config: BotClientConfig, secrets: BotClientSecrets }, environmentOf('bot-client', around));
    const botParts = { log: logOf('bot-client'), sharedState, onFatal, ...signalPart };
    stack.own('bot-client', await startBotClient(bot.config, bot.secrets, botParts), stop);
  });
}

function stop(service: RunningService): Promise<void> {
  return service.stop();
}
