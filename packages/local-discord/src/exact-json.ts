/** Digits enough to name something that a number of JavaScript cannot hold. */
const mayBeInexact = /\d{16}/;

/**
 * Parses JSON in which ids may stand as numbers, as many clients write them: a whole number that is too large to be
 * exact becomes the text that was written.
 * @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
  return mayBeInexact.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

/** The source is what stands in the text; it is given for plain values only. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?\d+$/.test(source) ? source : value;
}
