import { ERROR_CODES, ErrorBody, type ErrorCode } from '@tzurot/contracts';
import { z } from 'zod';

export interface AppErrorOptions {
  /** Shown to a person as it is: what happened, whose limit it was, what to do. */
  userMessage?: string;
  /** Facts for developers; crosses processes, so no secrets and nothing that people wrote. */
  details?: unknown;
  cause?: unknown;
  /** Overrides what `ERROR_CODES` says about the code. */
  retry?: boolean;
}

/** The one error that crosses a process. `code` decides the status, `retry` whether the same call may succeed later. */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: ErrorCode;
  readonly retry: boolean;
  readonly userMessage: string | undefined;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry ?? ERROR_CODES[code].retry;
    this.userMessage = options.userMessage;
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

/** Field paths such as `body.options[2].name`, with what was expected there; never the value itself. */
export function fieldProblems(error: z.ZodError, root = ''): { path: string; message: string }[] {
  return error.issues.map((issue) => ({
    path: z.core.toDotPath(root ? [root, ...issue.path] : issue.path),
    message: issue.message,
  }));
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
      ...(error.userMessage !== undefined && { userMessage: error.userMessage }),
      ...(isOurs && error.details !== undefined && { details: error.details }),
      ...(traceId !== undefined && { traceId }),
    },
  };
}

/** The error that `toErrorBody` described, or null when `body` is nothing of the kind. */
export function fromErrorBody(body: unknown): AppError | null {
  const parsed = ErrorBody.safeParse(body);
  if (!parsed.success) return null;
  const { code, message, retry, userMessage, details } = parsed.data.error;
  return new AppError(code, message, {
    retry,
    ...(userMessage !== undefined && { userMessage }),
    ...(details !== undefined && { details }),
  });
}
