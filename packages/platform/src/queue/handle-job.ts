import type { Job, JobAnswer, JobFacts } from '@tzurot/contracts';

import { AppError, fieldProblems, parseInput } from '../errors.ts';
import type { Log } from '../log.ts';

export interface JobTools {
  /** Aborts after the job's `timeoutMs`, and when the worker has to stop before the job is done. */
  signal: AbortSignal;
  /** Bound to the job's name and id; the trace is in every line written while the job is handled. */
  log: Log;
  traceId: string;
  jobId: string;
  /** From 1. */
  attempt: number;
}

/** A job with its handler; what `work` takes. */
export interface HandledJob<Context> {
  job: Job;
  /** Parses, handles, and checks the answer. @throws AppError `invalid-input`, or whatever the handler throws */
  answer: (input: unknown, ctx: Context, tools: JobTools) => Promise<unknown>;
}

/** Binds a handler to its contract. Parsing, time limits, logs, retries and error translation live around it. */
export function handleJob<J extends Job, Context>(
  job: J,
  handler: (facts: JobFacts<J>, ctx: Context, tools: JobTools) => Promise<JobAnswer<J>> | JobAnswer<J>,
): HandledJob<Context> {
  return {
    job,
    answer: async (input, ctx, tools) => {
      const facts = parseInput(job.input, input, 'input') as JobFacts<J>;
      const output = job.output.safeParse(await handler(facts, ctx, tools));
      if (output.success) return output.data;
      const fields = fieldProblems(output.error, 'output');
      throw new AppError('internal', `the answer of ${job.name} does not fit its contract`, {
        cause: output.error,
        details: { fields },
      });
    },
  };
}
