/** A store in a process of its own, which comes back at the same address with everything that it had promised to keep. */
export interface StoreProcess {
  readonly name: 'database' | 'redis';
  readonly url: string;
  /** Starts it, the first time or again, and waits until it answers. */
  start(): Promise<void>;
  /** Ends it at once, without a chance to tidy up. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}
