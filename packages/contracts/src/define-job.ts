import type { z } from 'zod';

/** `turns` is where people wait for a reply; `chores` are short vendor errands outside a turn. */
export type QueueName = 'turns' | 'chores';
export const QUEUE_NAMES: readonly QueueName[] = ['turns', 'chores'];

export interface Job<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** `noun.verb`, unique. */
  readonly name: Name;
  readonly queue: QueueName;
  readonly input: Input;
  readonly output: Output;
  /** The handler's signal aborts after this long. */
  readonly timeoutMs: number;
  /** How often the queue itself tries a job whose handler fails with a retryable error. */
  readonly attempts: number;
  /**
   * Something else than the queue decides who may work on it, as a turn's lease does: its handler goes on when the queue
   * loses the job's lock and gives it to another worker, which then finds that it is taken.
   */
  readonly outlivesItsLock: boolean;
}

/**
 * Describes one job once; whoever enqueues and whoever handles derive their types from it.
 * A job may wait through a deploy, so a new input field starts optional; a job may run twice, so
 * whatever it writes, it writes by an id that its input carries.
 */
export function defineJob<const Name extends string, Input extends z.ZodType, Output extends z.ZodType>(definition: {
  name: Name;
  queue: QueueName;
  input: Input;
  output: Output;
  timeoutMs: number;
  attempts?: number;
  outlivesItsLock?: boolean;
}): Job<Name, Input, Output> {
  return { attempts: 1, outlivesItsLock: false, ...definition };
}

export type JobInput<J extends Job> = z.input<J['input']>;
export type JobFacts<J extends Job> = z.output<J['input']>;
export type JobOutput<J extends Job> = z.output<J['output']>;
export type JobAnswer<J extends Job> = z.input<J['output']>;
