/** Milliseconds since the epoch with fractions, so that times of several processes can be compared in a bench. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
