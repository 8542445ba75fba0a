/**
 * Knows up to where every message was accepted or ignored, for one shard.
 * Called for every message there is, so it compares ids as text and makes nothing.
 */
export interface MarkTracker {
  /** Passed by: nothing of it is left to do. */
  note(messageId: string): void;
  /** Being accepted; the mark does not pass it until `release` is called, once or more. */
  hold(messageId: string): () => void;
  /** The newest id up to which all is done; null when nothing was seen. Ids below a held one are left out too. */
  mark(): string | null;
}

export function createMarkTracker(): MarkTracker {
  let newest: string | null = null;
  const held = new Map<symbol, string>();

  const note = (messageId: string) => {
    if (newest === null || isNewer(messageId, newest)) newest = messageId;
  };
  return {
    note,
    hold(messageId) {
      const key = Symbol(messageId);
      held.set(key, messageId);
      note(messageId);
      return () => held.delete(key);
    },
    mark() {
      let oldestHeld: string | null = null;
      for (const id of held.values()) if (oldestHeld === null || isNewer(oldestHeld, id)) oldestHeld = id;
      return oldestHeld === null ? newest : (BigInt(oldestHeld) - 1n).toString();
    },
  };
}

/** Snowflakes as text: the longer one is newer, else the greater. */
export function isNewer(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
