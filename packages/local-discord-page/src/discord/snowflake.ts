/** Milliseconds between the Unix epoch and the first second of 2015, from which Discord counts. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** When the thing with this id was made, in Unix milliseconds. */
export const timeOf = (id: string): number => Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;

/** Negative when `a` is older than `b`, positive when newer, 0 when they are the same id. */
export const compareIds = (a: string, b: string): number => {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** True when `a` is newer than `b`; everything is newer than nothing. */
export const isNewer = (a: string | null | undefined, b: string | null | undefined): boolean => {
  if (a === null || a === undefined) return false;
  if (b === null || b === undefined) return true;
  return compareIds(a, b) > 0;
};

let lastNonce = 0n;

/** A nonce as Discord's client makes them: shaped like an id of this moment, never twice the same. */
export const makeNonce = (nowMs: number): string => {
  const fresh = BigInt(nowMs - DISCORD_EPOCH_MS) << 22n;
  lastNonce = fresh > lastNonce ? fresh : lastNonce + 1n;
  return lastNonce.toString();
};
