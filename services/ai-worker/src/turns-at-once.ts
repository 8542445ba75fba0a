import { totalmem } from 'node:os';
import process from 'node:process';

/** Below it even the smallest machine would leave its processor idle. */
const FEWEST = 32;
/** More would only wait for the gateway. */
const MOST = 256;
/**
 * A turn that waits for its model takes a quarter of a megabyte (40 lines of history, 400 at once, measured against
 * `local/slow-15000`) and a millisecond of processor time; the rest is for everything else, and for pictures.
 */
const BYTES_EACH = 4 * 2 ** 20;

/** How many turns a worker works on at once, where its operator does not say: nearly all of each is waiting. */
export function turnsAtOnce(memoryBytes = ownMemoryBytes()): number {
  return Math.min(MOST, Math.max(FEWEST, Math.floor(memoryBytes / BYTES_EACH)));
}

/** What this process may use: the machine's, or its container's where that is less. */
function ownMemoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
