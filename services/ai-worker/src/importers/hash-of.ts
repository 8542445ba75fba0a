import { createHash } from 'node:crypto';

/** Names something by what people see of it, where its format gives no id. */
export const hashOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
