/** The part of a pino logger that this package uses. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Says nothing; for tests and for programs that do not care. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
