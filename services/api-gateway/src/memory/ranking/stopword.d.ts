declare module 'stopword' {
  /** English stop words. The package ships no types. */
  export const eng: readonly string[];
}
