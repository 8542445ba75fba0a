import type { Warning } from '../document.ts';
import { FILE_LIMITS } from '../limits.ts';
import { ImportRefusal } from '../refusal.ts';

/** Names under which a value could change what every object is. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Parses JSON into values without prototypes. @throws ImportRefusal */
export function readJson(text: string, warnings: Warning[]): unknown {
  requireShallow(text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ImportRefusal('not-json');
  }
  return withoutPrototypes(parsed, warnings);
}

/** Bytes as text, without the mark that some editors put first. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
}

/** Counted before anything is parsed, since a parser would go down with it. @throws ImportRefusal */
function requireShallow(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > FILE_LIMITS.nesting) throw new ImportRefusal('too-deep', String(FILE_LIMITS.nesting));
    } else if (code === 93 || code === 125) depth -= 1;
  }
}

/** The same values in objects that inherit nothing, without the names that could. Nesting is bounded already. */
export function withoutPrototypes(value: unknown, warnings: Warning[]): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutPrototypes(each, warnings));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, each] of Object.entries(value)) {
    if (!FORBIDDEN.has(key)) copy[key] = withoutPrototypes(each, warnings);
    else if (!warnings.includes('forbidden-keys')) warnings.push('forbidden-keys');
  }
  return copy;
}
