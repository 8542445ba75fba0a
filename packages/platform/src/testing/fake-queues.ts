import type { Job, JobAnswer, JobFacts, JobInput, JobOutput } from '@tzurot/contracts';

import { AppError, parseInput } from '../errors.ts';
import type { EnqueueOptions, JobQueues } from '../queue/job-queues.ts';

/** A job with the answer that a fake gives to whoever asks. */
export interface AnsweredJob {
  job: Job;
  respond: (facts: unknown) => unknown;
}

/** What `fakeQueues` says to an asked job; throw an AppError to fail it. */
export function answerJob<J extends Job>(
  job: J,
  respond: (facts: JobFacts<J>) => JobAnswer<J> | Promise<JobAnswer<J>>,
): AnsweredJob {
  return { job, respond: (facts) => respond(facts as JobFacts<J>) };
}

export interface EnqueuedJob extends EnqueueOptions {
  name: string;
  input: unknown;
}

export interface FakeQueues extends JobQueues {
  /** Every job put in so far, asked ones included; a second one with the same id is left out. */
  readonly enqueued: readonly EnqueuedJob[];
}

/** Queues in memory that keep what is put in and answer what is asked; nothing is worked on. */
export function fakeQueues(...answers: readonly AnsweredJob[]): FakeQueues {
  const enqueued: EnqueuedJob[] = [];
  const put = (job: Job, input: unknown, options: EnqueueOptions): string => {
    const parsed = parseInput(job.input, JSON.parse(JSON.stringify(input)), 'input');
    const id = options.id ?? `${job.name}-${enqueued.length + 1}`;
    if (!enqueued.some((other) => other.id === id)) enqueued.push({ ...options, name: job.name, input: parsed, id });
    return id;
  };

  return {
    enqueued,
    start: async () => {},
    enqueue: async <J extends Job>(job: J, input: JobInput<J>, options: EnqueueOptions = {}) => ({
      id: put(job, input, options),
    }),
    ask: async <J extends Job>(job: J, input: JobInput<J>): Promise<JobOutput<J>> => {
      put(job, input, {});
      const found = answers.findLast((candidate) => candidate.job === job);
      if (found === undefined) throw new AppError('timeout', `the fake queues have no answer for ${job.name}`);
      const output = await found.respond(parseInput(job.input, input, 'input'));
      return parseInput(job.output, output, `answer of ${job.name}`) as JobOutput<J>;
    },
    work: () => ({ stop: async () => {} }),
    ready: async () => {},
    close: async () => {},
  };
}
