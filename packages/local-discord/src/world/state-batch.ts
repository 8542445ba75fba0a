/**
 * What a state file is made of: the newest entry of a key holds, and one without a value takes the key away.
 * A change of this shape is another version of the file.
 */
export type StateEntry = readonly [world: string, kind: string, key: string, value?: unknown];

/** What is written at once; after a crash it is there whole or not at all. */
export interface StateBatch {
  /** The virtual clock, so that new ids stay younger than the kept ones. */
  readonly nowMs: number;
  readonly entries: readonly StateEntry[];
}
