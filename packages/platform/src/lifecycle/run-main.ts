import { ConfigError } from '../errors.ts';
import type { Log } from '../log.ts';
import { redactText } from '../redact.ts';
import type { RunningService } from './stack.ts';

/** What the operating system's service manager takes as "do not restart, change the configuration". */
const EXIT_CONFIG = 78;
/** A timer for nothing, so that the process does not end by itself. */
const HOLD_MS = 2 ** 31 - 1;
/** After a stop has failed or hung, or nobody caught an error. */
const EXIT_FAILURE = 1;

/** What the whole stop of a process may take, before it ends by force; whoever stops it has to wait longer. */
export const STOP_TIMEOUT_MS = 25_000;

export interface MainOptions {
  name: string;
  /**
   * Reads the configuration and starts; the log comes back with the service, since it needs the configuration too.
   * @param onFatal for what is found later and only an operator can fix; ends like a ConfigError does
   */
  start: (signal: AbortSignal, onFatal: (error: Error) => void) => Promise<{ service: RunningService; log: Log }>;
  /**
   * Where only an operator can help, says so and waits to be stopped instead of ending: for a manager that starts
   * again whatever ended, however it ended.
   */
  holdWhenRefused?: boolean;
  /** Called when everything has stopped in good order. */
  onStopped?: () => void;
  /** The whole stop, whatever it is made of; then the process ends by force. `STOP_TIMEOUT_MS` when absent. */
  stopTimeoutMs?: number;
}

/**
 * The whole life of a process, for `main.ts`: starts, stops on SIGTERM and SIGINT (the second one ends at once), and
 * ends with a sentence when something is wrong. Only this function touches the process's signals and exit.
 */
export async function runMain({
  name,
  start,
  holdWhenRefused = false,
  onStopped = () => {},
  stopTimeoutMs = STOP_TIMEOUT_MS,
}: MainOptions): Promise<void> {
  const abort = new AbortController();
  let running: { service: RunningService; log: Log } | undefined;
  let isStopping = false;
  let isHeld = false;

  const die = (message: string, error: unknown, code: number): never => {
    if (running) running.log.fatal({ err: error }, message);
    else writeError(`${name}: ${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exit(code);
  };
  const refuse = (error: Error) => {
    if (running) running.log.fatal({ err: error }, 'stopped for good');
    else {
      const problems = error instanceof ConfigError ? error.problems : [error.message];
      writeError(`${name} cannot start:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    }
    if (!holdWhenRefused) {
      if (running === undefined || isStopping) process.exit(EXIT_CONFIG);
      // What is running has things to save all the same.
      void stopForGood(running);
      return;
    }
    isHeld = true;
    setInterval(() => {}, HOLD_MS);
  };
  const stopForGood = async ({ service, log }: { service: RunningService; log: Log }) => {
    isStopping = true;
    setTimeout(() => process.exit(EXIT_CONFIG), stopTimeoutMs).unref();
    await service.stop().catch((error: unknown) => log.error({ err: error }, 'stop failed'));
    process.exit(EXIT_CONFIG);
  };
  process.on('uncaughtException', (error) => die('uncaught exception', error, EXIT_FAILURE));
  process.on('unhandledRejection', (error) => die('unhandled rejection', error, EXIT_FAILURE));

  const stop = async (signalName: NodeJS.Signals) => {
    if (isStopping) process.exit(EXIT_FAILURE);
    isStopping = true;
    if (isHeld && running === undefined) process.exit(EXIT_CONFIG);
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
      onStopped();
      process.exit(0);
    } catch (error) {
      die('stop failed', error, EXIT_FAILURE);
    }
  };
  for (const signalName of ['SIGTERM', 'SIGINT'] as const) process.on(signalName, () => void stop(signalName));

  try {
    running = await start(abort.signal, refuse);
  } catch (error) {
    if (abort.signal.aborted) {
      onStopped();
      process.exit(0);
    }
    if (!(error instanceof ConfigError)) die('start failed', error, EXIT_FAILURE);
    else refuse(error);
  }
  if (abort.signal.aborted) {
    await running?.service.stop();
    process.exit(0);
  }
}

function writeError(text: string): void {
  process.stderr.write(`${redactText(text)}\n`);
}
