import { AppError } from '@tzurot/platform';

/** There is nowhere to say it, or Discord will not have it said: no attempt will change that. `message` is for staff. */
export class UndeliverableError extends AppError {
  override readonly name = 'UndeliverableError';

  constructor(reason: string, options: { cause?: unknown } = {}) {
    super('gone', reason, options);
  }
}

/** Nothing was sent and nothing is in doubt: worth another attempt after `waitMs`. */
export class DeliveryPostponedError extends AppError {
  override readonly name = 'DeliveryPostponedError';
  readonly waitMs: number;

  constructor(reason: string, { waitMs = 0, cause }: { waitMs?: number; cause?: unknown } = {}) {
    super('unavailable', reason, { cause });
    this.waitMs = waitMs;
  }
}
