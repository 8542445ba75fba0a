import { z } from 'zod';

/**
 * Every way a call between two processes can fail, with the HTTP status that carries it.
 * `retry` tells the caller whether the same call may succeed later without anybody changing anything.
 */
export const ERROR_CODES = {
  'invalid-input': { status: 400, retry: false },
  unauthenticated: { status: 401, retry: false },
  forbidden: { status: 403, retry: false },
  'not-found': { status: 404, retry: false },
  conflict: { status: 409, retry: false },
  'stale-lease': { status: 409, retry: false },
  gone: { status: 410, retry: false },
  'too-large': { status: 413, retry: false },
  'limit-reached': { status: 422, retry: false },
  'too-many-requests': { status: 429, retry: true },
  cancelled: { status: 499, retry: false },
  internal: { status: 500, retry: false },
  'vendor-failed': { status: 502, retry: false },
  unavailable: { status: 503, retry: true },
  timeout: { status: 504, retry: true },
} as const satisfies Record<string, { status: number; retry: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export const ErrorCodeSchema = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** How an error crosses a process. `userMessage` may be shown to a person as it is; the rest is for developers. */
export const ErrorBody = z.object({
  error: z.object({
    code: ErrorCodeSchema,
    message: z.string(),
    retry: z.boolean(),
    userMessage: z.string().optional(),
    details: z.unknown().optional(),
    traceId: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
