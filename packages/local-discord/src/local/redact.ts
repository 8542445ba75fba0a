/** Inputs whose custom id ends like this hold secrets; what was typed never reaches log, transcript or file. */
const SECRET_MARK = ':secret';

const REDACTED = '[redacted]';

/** The same JSON text with every secret input's value replaced; text without one comes back untouched. */
export function redactSecrets(json: string): string {
  if (!json.includes(SECRET_MARK)) return json;
  try {
    return JSON.stringify(redact(JSON.parse(json)));
  } catch {
    return '"[unreadable, and may hold a secret]"';
  }
}

function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const isSecret = entries.some(
    ([key, each]) => key === 'custom_id' && typeof each === 'string' && each.endsWith(SECRET_MARK),
  );
  return Object.fromEntries(
    entries.map(([key, each]) => [key, isSecret && (key === 'value' || key === 'values') ? REDACTED : redact(each)]),
  );
}
