import { AppError, fromErrorBody, toErrorBody } from '../errors.ts';

/** How an asked job's end travels to the asker: the handler's output, or its error. */
export function writeOutput(output: unknown): string {
  return JSON.stringify({ output: output ?? null });
}

export function writeFailure(error: AppError, traceId: string): string {
  return JSON.stringify({ failure: toErrorBody(error, traceId) });
}

/** @throws AppError as the handler threw it */
export function readOutcome(text: string): unknown {
  const outcome = JSON.parse(text) as { output: unknown } | { failure: unknown };
  if ('output' in outcome) return outcome.output;
  throw fromErrorBody(outcome.failure) ?? new AppError('internal', 'the job failed without saying why');
}
