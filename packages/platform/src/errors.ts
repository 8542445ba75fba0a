import {
  type Because,
  ERROR_CODES,
  ErrorBody,
  type ErrorCode,
  FIELD_REASONS,
  type FieldProblem,
  readReason,
} from '@tzurot/contracts';
import { z } from 'zod';

interface CommonOptions {
  /** Facts for developers; crosses processes, so no secrets and nothing that people wrote. */
  details?: unknown;
  cause?: unknown;
  /** Overrides what `ERROR_CODES` says about the code. */
  retry?: boolean;
}

/** `reason` and its `facts` become the sentence that a person reads, by `packages/words`. */
export type AppErrorOptions = CommonOptions & (Because | { reason?: undefined; facts?: undefined });

/** The one error that crosses a process. `code` decides the status, `retry` whether the same call may succeed later. */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: ErrorCode;
  readonly retry: boolean;
  /** Why, with the facts a person's sentence needs; null when the code says it all. */
  readonly because: Because | null;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry ?? ERROR_CODES[code].retry;
    this.because = readReason(options.reason, options.facts);
    this.details = options.details;
  }
}

/** Something asked for by id is not there, or the asker may not know that it is. */
export class NotFoundError extends AppError {
  override readonly name = 'NotFoundError';
  readonly resource: string;
  readonly id: string;

  constructor(resource: string, id: string) {
    super('not-found', `no ${resource} ${id}`, { details: { resource, id } });
    this.resource = resource;
    this.id = id;
  }
}

/** What an operator must change before the process can run. `main` prints it and exits with 78. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One line each. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options);
    this.problems = problems;
  }
}

const ISSUE_FACTS = z.object({
  origin: z.string().optional().catch(undefined),
  expected: z.string().optional().catch(undefined),
  format: z.string().optional().catch(undefined),
  minimum: z.coerce.number().optional().catch(undefined),
  maximum: z.coerce.number().optional().catch(undefined),
});

/** Every field that is wrong, by its path, with what was expected there; never the value itself. */
export function fieldProblems(error: z.ZodError, root = ''): FieldProblem[] {
  return error.issues.map((issue) => {
    const { origin, expected, format, minimum, maximum } = ISSUE_FACTS.parse(issue);
    const kind = origin ?? expected;
    const reason = FIELD_REASONS.find((known) => known === issue.message);
    return {
      path: z.core.toDotPath(root ? [root, ...issue.path] : issue.path),
      code: issue.code,
      message: issue.message,
      ...(reason !== undefined && { reason }),
      ...(kind !== undefined && { origin: kind }),
      ...(format !== undefined && { format }),
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
    };
  });
}

/**
 * Parses what came from another process or person.
 * @param what names the value in the error, such as `body` or `job input`
 * @throws AppError `invalid-input` with every field that is wrong in `details.fields`
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = fieldProblems(parsed.error, what);
  const message = fields.map((field) => `${field.path}: ${field.message}`).join('; ');
  throw new AppError('invalid-input', message, { details: { fields } });
}

/**
 * Any thrown value as an AppError. What is not one already is `internal` (or `timeout`, `cancelled` for
 * aborts) and stays as `cause`; a stray ZodError is our own defect and therefore `internal` too.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.name === 'TimeoutError')
    return new AppError('timeout', thrown.message, { cause: thrown });
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new AppError('cancelled', thrown.message, { cause: thrown });
  return new AppError('internal', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}

/** How `error` crosses a process. What an unexpected error said stays here: it may quote anything. */
export function toErrorBody(error: AppError, traceId?: string): ErrorBody {
  const isOurs = !(error.code === 'internal' && error.cause !== undefined);
  return {
    error: {
      code: error.code,
      message: isOurs ? error.message : 'internal error; the log of the service has it under this trace id',
      retry: error.retry,
      ...(error.because !== null && { reason: error.because.reason, facts: { ...error.because.facts } }),
      ...(isOurs && error.details !== undefined && { details: error.details }),
      ...(traceId !== undefined && { traceId }),
    },
  };
}

/** The error that `toErrorBody` described, or null when `body` is nothing of the kind. */
export function fromErrorBody(body: unknown): AppError | null {
  const parsed = ErrorBody.safeParse(body);
  if (!parsed.success) return null;
  const { code, message, retry, reason, facts, details } = parsed.data.error;
  return new AppError(code, message, {
    retry,
    ...readReason(reason, facts),
    ...(details !== undefined && { details }),
  });
}
