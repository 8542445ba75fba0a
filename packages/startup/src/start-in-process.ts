import { aiWorker } from '@tzurot/ai-worker';
import { apiGateway } from '@tzurot/api-gateway';
import { botClient } from '@tzurot/bot-client';
import { createSharedState, type Log, type RunningService, startService } from '@tzurot/platform';
import { environmentOf, type ServiceName, type Surroundings } from './environment.ts';
import { inSilence, type Stage } from './stage.ts';

export interface InProcessOptions {
  around: Surroundings;
  logOf: (service: ServiceName) => Log;
  signal?: AbortSignal;
  onFatal: (error: Error) => void;
  stage?: Stage | undefined;
  /** Called when the gateway runs, and so has accepted its secrets. */
  onGateway?: () => Promise<void>;
}

/** Starts the three services as modules of this process, with one shared state in its memory unless there is Redis. */
export async function startInProcess(options: InProcessOptions): Promise<RunningService> {
  const { logOf, signal, onFatal, stage = inSilence } = options;
  const log = logOf('api-gateway');

  return startService({ name: 'tzurot', log }, async (stack) => {
    const state = stack.own('shared state', createSharedState({ log, redisUrl: options.around.redisUrl }), (part) =>
      part.close(),
    );
    await state.start(signal);
    const partsOf = (service: ServiceName) => ({ log: logOf(service), state, signal, onFatal });

    const own = apiGateway.readConfig(environmentOf('api-gateway', options.around));
    const gateway = await stage('api-gateway', () => apiGateway.start(own.config, own.secrets, partsOf('api-gateway')));
    stack.own('api-gateway', gateway, stop);
    await options.onGateway?.();
    // Asked for port 0 it has taken any free one.
    const ports = { ...options.around.ports, 'api-gateway': Number(new URL(gateway.url).port) };
    const around = { ...options.around, ports };

    const worker = aiWorker.readConfig(environmentOf('ai-worker', around));
    stack.own(
      'ai-worker',
      await stage('ai-worker', () => aiWorker.start(worker.config, worker.secrets, partsOf('ai-worker'))),
      stop,
    );

    const bot = botClient.readConfig(environmentOf('bot-client', around));
    stack.own(
      'bot-client',
      await stage('bot-client', () => botClient.start(bot.config, bot.secrets, partsOf('bot-client'))),
      stop,
    );
  });
}

function stop(service: RunningService): Promise<void> {
  return service.stop();
}
