import { ConfigError } from '../errors.ts';
import type { Log } from '../log.ts';
import { redactText } from '../redact.ts';
import type { RunningService } from './stack.ts';

/** What the operating system's service manager takes as "do not restart, change the configuration". */
export const EXIT_CONFIG = 78;
/** After a stop has failed or hung, or nobody caught an error. */
export const EXIT_FAILURE = 1;

export interface MainOptions {
  name: string;
  /** Reads the configuration and starts; the log comes back with the service, since it needs the configuration too. */
  start: (signal: AbortSignal) => Promise<{ service: RunningService; log: Log }>;
  /** The whole stop, whatever it is made of; then the process ends by force. 25 seconds when absent. */
  stopTimeoutMs?: number;
}

/**
 * The whole life of a process, for `main.ts`: starts, stops on SIGTERM and SIGINT (the second one ends at once), and
 * ends with a sentence when something is wrong. Only this function touches the process's signals and exit.
 */
export async function runMain({ name, start, stopTimeoutMs = 25_000 }: MainOptions): Promise<void> {
  const abort = new AbortController();
  let running: { service: RunningService; log: Log } | undefined;
  let isStopping = false;

  const die = (message: string, error: unknown, code: number): never => {
    if (running) running.log.fatal({ err: error }, message);
    else writeError(`${name}: ${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exit(code);
  };
  process.on('uncaughtException', (error) => die('uncaught exception', error, EXIT_FAILURE));
  process.on('unhandledRejection', (error) => die('unhandled rejection', error, EXIT_FAILURE));

  const stop = async (signalName: NodeJS.Signals) => {
    if (isStopping) process.exit(EXIT_FAILURE);
    isStopping = true;
    setTimeout(
      () => die('stop took too long', new Error(`not stopped within ${stopTimeoutMs} ms`), EXIT_FAILURE),
      stopTimeoutMs,
    ).unref();
    if (running === undefined) {
      abort.abort(new Error(`stopped by ${signalName} while starting`));
      return;
    }
    running.log.info({ signal: signalName }, 'stopping');
    try {
      await running.service.stop();
      running.log.info('stopped');
      process.exit(0);
    } catch (error) {
      die('stop failed', error, EXIT_FAILURE);
    }
  };
  for (const signalName of ['SIGTERM', 'SIGINT'] as const) process.on(signalName, () => void stop(signalName));

  try {
    running = await start(abort.signal);
  } catch (error) {
    if (abort.signal.aborted) process.exit(0);
    if (error instanceof ConfigError) {
      writeError(`${name} cannot start:\n${error.problems.map((problem) => `  ${problem}`).join('\n')}`);
      process.exit(EXIT_CONFIG);
    }
    die('start failed', error, EXIT_FAILURE);
  }
  if (abort.signal.aborted) {
    await running?.service.stop();
    process.exit(0);
  }
}

function writeError(text: string): void {
  process.stderr.write(`${redactText(text)}\n`);
}
