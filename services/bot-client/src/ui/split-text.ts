/** A text in pieces of at most `maxLength`, split at line ends if possible, otherwise at spaces, otherwise anywhere. */
export function splitText(content: string, maxLength: number): string[] {
  const pieces: string[] = [];
  let rest = content;
  while (rest.length > maxLength) {
    const end = findEnd(rest, maxLength);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function findEnd(content: string, maxLength: number): number {
  // A piece that is much shorter than it may be is worse than a cut in the middle of a line.
  const earliest = Math.floor(maxLength / 2);
  for (const separator of ['\n', ' ']) {
    const end = content.lastIndexOf(separator, maxLength);
    if (end > earliest) return end;
  }
  return /[\uD800-\uDBFF]/.test(content.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
}
