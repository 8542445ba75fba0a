/** What the loader needs of the global that Node has and its type package does not describe. */
declare namespace WebAssembly {
  type Exports = Record<string, unknown>;
  function instantiate(
    binary: Uint8Array,
    imports: Record<string, Record<string, unknown>>,
  ): Promise<{ instance: { exports: Exports } }>;
}
