/** Why the local database could not do what was asked; programs branch on it, people read the message. */
export type LocalPostgresErrorCode =
  | 'data-directory-in-use'
  | 'data-directory-foreign'
  | 'data-directory-other-version'
  | 'data-directory-not-empty'
  | 'data-directory-not-usable'
  | 'disk-full'
  | 'dump-not-readable'
  | 'dump-not-writable'
  | 'host-not-loopback'
  | 'port-taken'
  | 'engine-failed'
  | 'start-failed';

/** A failure with a sentence for whoever can act on it. */
export class LocalPostgresError extends Error {
  readonly code: LocalPostgresErrorCode;

  constructor(code: LocalPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalPostgresError';
    this.code = code;
  }
}

/** The `code` of a Node system error such as `ENOSPC`, or null for anything else. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** The sentence of an error, whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
