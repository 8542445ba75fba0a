const HIDDEN = '[redacted]';

/** Keys whose value is a secret whatever it looks like; compared without case, `-` and `_`. */
const SECRET_KEY =
  /^(?:.*(?:apikey|secret|password|passphrase|authorization|cookie|credential|credentials|privatekey|encryptionkeys?|accesstoken|refreshtoken|bottoken|plaintext)|key|keys|token|tokens|auth|bearer|databaseurl|redisurl)$/;

/**
 * Texts that look like a secret wherever they stand: vendors' keys (`sk-…`), local-model's (`local-…` with
 * at least eight characters after it), Discord's bot tokens (three base64url parts), authorization headers,
 * the tokens of webhooks and interactions, which stand in their paths, and passwords inside URLs.
 */
const SECRET_TEXTS: readonly [RegExp, string][] = [
  [/\b(?:sk|rk|pk|gsk|xai|hf|AIza)[-_][A-Za-z0-9_-]{8,}/g, HIDDEN],
  [/\bAIza[A-Za-z0-9_-]{20,}/g, HIDDEN],
  // Not the package local-postgres, which stands in stack traces.
  [/\blocal-(?!postgres(?![A-Za-z0-9_-]))[A-Za-z0-9_-]{8,}/g, HIDDEN],
  [/\b[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}/g, HIDDEN],
  [/\bBearer +[A-Za-z0-9._~+/=-]{8,}/g, `Bearer ${HIDDEN}`],
  [/\bBot +[A-Za-z0-9_-]+\.[A-Za-z0-9._-]{4,}/g, `Bot ${HIDDEN}`],
  [/(\/(?:webhooks|interactions)\/\d+\/)[A-Za-z0-9_-]+/g, `$1${HIDDEN}`],
  [/(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"]*):[^\s/@"]+@/g, `$1:${HIDDEN}@`],
];

/** `text` with everything that looks like a secret replaced. */
export function redactText(text: string): string {
  let clean = text;
  for (const [pattern, replacement] of SECRET_TEXTS) clean = clean.replace(pattern, replacement);
  return clean;
}

const JSON_FIELD = /"([\w-]{3,40})":"(?:[^"\\]|\\.)*"/g;
/** The same inside a text that quotes JSON. */
const QUOTED_JSON_FIELD = /(?<!\\)(\\+")([\w-]{3,40})\1:\s?\1(?:[^"\\]|\\[^"\\])*\1/g;

/** A JSON line of the log with every secret in it replaced, whatever put it there. */
export function redactLine(line: string): string {
  const clean = line
    .replaceAll(JSON_FIELD, (field, key: string) => (isSecretKey(key) ? `"${key}":"${HIDDEN}"` : field))
    .replaceAll(QUOTED_JSON_FIELD, (field, quote: string, key: string) =>
      isSecretKey(key) ? `${quote}${key}${quote}:${quote}${HIDDEN}${quote}` : field,
    );
  return redactText(clean);
}

/** A copy of `fields` in which the value of every key that names a secret is replaced, at any depth. */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return redactFields(fields, 0);
}

function redactFields(fields: Record<string, unknown>, depth: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields))
    clean[key] = isSecretKey(key) && mayBeSecret(value) ? HIDDEN : redactValue(value, depth);
  return clean;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > 6) return value;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return redactFields(value as Record<string, unknown>, depth + 1);
}

/** A count under `tokens` is none. */
function mayBeSecret(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'object';
}

function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key.replaceAll(/[-_]/g, '').toLowerCase());
}
