/** A refusal that the vendor's shape turns into an answer of that status. */
export class VendorFailure extends Error {
  readonly status: number;
  /** The vendor's short word for what went wrong; `undefined` takes what is usual for the status. */
  readonly code: string | undefined;
  /** The request field that is to blame. */
  readonly param: string | null;

  constructor(status: number, message: string, options: { code?: string | undefined; param?: string | null } = {}) {
    super(message);
    this.name = 'VendorFailure';
    this.status = status;
    this.code = options.code;
    this.param = options.param ?? null;
  }
}
