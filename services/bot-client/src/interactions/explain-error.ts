import { AppError, toAppError } from '@tzurot/platform';
import { z } from 'zod';
import type { Inputs } from './modal.ts';

const HINTS: Readonly<Record<string, string>> = {
  character:
    "I know no such character. It was deleted, or it is somebody else's private one. `/character browse` shows who is there.",
  preset: "I know no such preset. It was deleted, or it is somebody else's. `/preset list` shows yours.",
  persona: 'I know no such profile of yours. It may have been deleted.',
  'wallet key': 'That key is not in your wallet any more. `/wallet list` shows what is.',
};

const NotFoundDetails = z.object({ resource: z.string() });
const FieldDetails = z.object({ fields: z.array(z.object({ path: z.string(), message: z.string() })).min(1) });

/** An error of which nobody knew beforehand: a defect, or something that only an operator can mend. */
export function isUnexpected(error: AppError): boolean {
  return error.userMessage === undefined && ['internal', 'unauthenticated', 'stale-lease'].includes(error.code);
}

/**
 * What happened and what to do, in sentences for the person. Never the text of an internal error.
 * @param labels how the inputs of a form are called, for fields that were refused
 */
export function explainError(thrown: unknown, traceId: string, labels: Inputs = {}): string {
  const error = toAppError(thrown);
  if (error.userMessage !== undefined) return error.userMessage;
  switch (error.code) {
    case 'invalid-input':
      return explainFields(error, labels);
    case 'not-found':
    case 'gone': {
      const details = NotFoundDetails.safeParse(error.details);
      const hint = details.success ? HINTS[details.data.resource] : undefined;
      return hint ?? 'That is not there any more.';
    }
    case 'forbidden':
      return 'You may not do that. A character or preset can be changed by its owner alone; some commands are for moderators or operators.';
    case 'conflict':
      return 'That does not fit what is there already. Somebody may have changed it in the meantime: look again, then try again.';
    case 'too-large':
      return 'That is too long for me to keep. Shorten it and try again.';
    case 'limit-reached':
      return 'You have as many of these as one person can have. Delete one first.';
    case 'too-many-requests':
      return 'That was a lot at once. Wait a moment, then try again.';
    case 'unavailable':
      return 'I cannot reach my own records at the moment, so nothing was changed. Try again in a minute.';
    case 'timeout':
      return 'That took too long and I stopped waiting. It may still have been done: look before you try again.';
    case 'vendor-failed':
      return "The model's vendor failed to answer. Try again in a minute.";
    case 'cancelled':
      return 'This was stopped before it was done. Try again.';
    case 'internal':
    case 'unauthenticated':
    case 'stale-lease':
      return `Something went wrong on my side, and it is noted. If it stays like this, tell whoever runs me this number: \`${traceId.slice(0, 12)}\``;
  }
}

function explainFields(error: AppError, labels: Inputs): string {
  const details = FieldDetails.safeParse(error.details);
  if (!details.success) return 'Something in that is not as it has to be. Check it and try again.';
  const lines = details.data.fields.slice(0, 5).map(({ path, message }) => {
    const name = path.replace(/^(?:body|query|params)\./, '');
    return `- **${findLabel(name, labels) ?? name}** ${inPlainWords(message)}`;
  });
  return ['That cannot be kept like this:', ...lines].join('\n');
}

/** An input is named after the last parts of the field that it fills: `reasoning.effort` of `parameters.reasoning.effort`. */
function findLabel(path: string, labels: Inputs): string | undefined {
  const within = `.${path.replaceAll('[', '.')}.`;
  const fitting = Object.keys(labels).filter((name) => within.includes(`.${name}.`));
  const [closest] = fitting.toSorted((a, b) => b.length - a.length);
  return closest === undefined ? undefined : labels[closest]?.label;
}

/** What the checks of our contracts say, for people. What is written in a contract for people stays as it is. */
const PLAIN_WORDS: readonly [RegExp, string][] = [
  [/^Too small: expected string to have >=1 characters?$/, 'is missing'],
  [/^Too small: expected string to have >=(\d+) characters?$/, 'needs at least $1 characters'],
  [/^Too big: expected string to have <=(\d+) characters?$/, 'may have at most $1 characters'],
  [/^Too small: expected (?:number|int) to be >=(\S+)$/, 'must be at least $1'],
  [/^Too big: expected (?:number|int) to be <=(\S+)$/, 'must be at most $1'],
  [/^Too big: expected array to have <=(\d+) items?$/, 'may have at most $1 of them'],
  [/^Invalid input: expected (?:number|int), received .*$/, 'must be a whole number'],
  [/^Invalid URL$/, 'must be an address such as https://example.org/picture.png'],
];

function inPlainWords(message: string): string {
  for (const [pattern, words] of PLAIN_WORDS) if (pattern.test(message)) return message.replace(pattern, words);
  return `· ${message}`;
}
