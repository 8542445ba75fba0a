/** A JSON text whose values under these names are taken out, so that they are not kept either. Everything else stays as it is. */
export function redact(text: string, keys: readonly string[]): string {
  if (keys.length === 0) return text;
  const names = keys.map((key) => key.replaceAll(/\W/g, '')).join('|');
  return text.replaceAll(new RegExp(`("(?:${names})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'g'), '$1null');
}
