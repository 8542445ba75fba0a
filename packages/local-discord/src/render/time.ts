/** Discord writes microseconds and an explicit offset. */
export function isoTime(timestampMs: number): string {
  return new Date(timestampMs).toISOString().replace('Z', '000+00:00');
}

export function isoTimeOrNull(timestampMs: number | null): string | null {
  return timestampMs === null ? null : isoTime(timestampMs);
}
