/** Where a text is code: `[start, end)` of each fenced block and inline span, in order. */
export type CodeRange = readonly [start: number, end: number];

/** A fence at a line's start runs to its closing fence or the end; an inline span needs its closing run of backticks. */
const CODE =
  /^[^\S\n]{0,3}(?<fence>`{3,}|~{3,})[^\n]*(?:\n[^]*?(?:\n[^\S\n]{0,3}\k<fence>[`~]*[^\S\n]*(?=\n|$)|$(?![^]))|$(?![^]))|(?<!`)(?<ticks>`+)(?!`)(?:(?!\n\n)[^])+?(?<!`)\k<ticks>(?!`)/gm;

export function findCode(text: string): CodeRange[] {
  return Array.from(text.matchAll(CODE), ({ index, 0: code }) => [index, index + code.length] as const);
}

export function isInside(ranges: readonly CodeRange[], index: number): boolean {
  return ranges.some(([start, end]) => index >= start && index < end);
}
