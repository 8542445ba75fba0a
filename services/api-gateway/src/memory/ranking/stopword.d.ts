declare module 'stopword' {
  /** Stop words by language. The package ships no types. */
  export const eng: readonly string[];
  export const jpn: readonly string[];
  export const kor: readonly string[];
  export const tha: readonly string[];
  export const zho: readonly string[];
}
