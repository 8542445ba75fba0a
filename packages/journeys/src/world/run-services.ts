import { join } from 'node:path';
import type { Log, RunningService } from '@tzurot/platform';
import { SERVICE_NAMES, type ServiceName, type Surroundings, startInProcess } from '@tzurot/startup';
import { createServiceProcess, type ServiceProcess } from '../processes/service-process.ts';

/** The three services, wherever they run. */
export interface Services {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** All three as modules of this process. */
export function createModules(options: {
  around: Surroundings;
  logOf: (service: ServiceName) => Log;
  onGateway: () => Promise<void>;
  onFatal: (error: Error) => void;
}): Services {
  let running: RunningService | null = null;
  return {
    async start() {
      running = await startInProcess(options);
    },
    async stop() {
      await running?.stop();
      running = null;
    },
  };
}

export interface SeparateServices extends Services {
  readonly processes: Readonly<Record<ServiceName, ServiceProcess>>;
}

/** Each in a process of its own, as in production. @param logDir gets a file per service */
export function createProcesses({ around, logDir }: { around: Surroundings; logDir: string }): SeparateServices {
  const make = (name: ServiceName) => createServiceProcess(name, { around, logPath: join(logDir, `${name}.log`) });
  const processes = {
    'api-gateway': make('api-gateway'),
    'ai-worker': make('ai-worker'),
    'bot-client': make('bot-client'),
  };
  const all = SERVICE_NAMES.map((name) => processes[name]);
  return {
    processes,
    async start() {
      await Promise.all(all.map((each) => each.start()));
    },
    async stop() {
      await Promise.all(all.map((each) => each.stop()));
    },
  };
}
