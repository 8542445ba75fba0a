import type { Because, ErrorCode, FieldProblem } from '@tzurot/contracts';

import { english } from './english/index.ts';
import { type Facts, type SentenceKey, say } from './say.ts';

/** What is known of a failure, as it crossed the processes. */
export interface Failure {
  code: ErrorCode;
  because: Because | null;
  /** What was asked for and is not there, such as `character`. */
  resource?: string;
  /** By which the log has it. */
  traceId: string;
}

/** What happened and what to do. */
export function explainFailure({ code, because, resource, traceId }: Failure): string {
  // Each reason has a sentence whose holes are among its facts; a test holds the two together.
  const facts = { ...because?.facts, traceId } as Facts<SentenceKey>;
  if (because !== null) return say(`error.${because.reason}` as 'error.internal', facts);
  const missing = `error.not-found.${resource?.replaceAll(' ', '-')}`;
  if ((code === 'not-found' || code === 'gone') && isSentence(missing)) return say(missing as 'error.internal', facts);
  return say(`error.${code}` as 'error.internal', facts);
}

function isSentence(key: string): boolean {
  return Object.hasOwn(english, key);
}

/** What is wrong with one field, to be read behind its label. */
export function explainField({ code, origin, format, minimum, maximum, reason, entered = '' }: FieldProblem): string {
  if (reason !== undefined) return say(`field.${reason}` as 'field.number-format', { entered });
  if (code === 'too_small' && minimum !== undefined) {
    if (origin === 'string')
      return minimum === 1 ? say('field.missing') : say('field.text-too-short', { count: minimum });
    if (origin === 'array') return say('field.list-too-short', { count: minimum });
    return say('field.number-too-small', { minimum });
  }
  if (code === 'too_big' && maximum !== undefined) {
    if (origin === 'string') return say('field.text-too-long', { count: maximum });
    if (origin === 'array') return say('field.list-too-long', { count: maximum });
    return say('field.number-too-large', { maximum });
  }
  if (code === 'invalid_type' && origin === 'int') return say('field.not-a-whole-number');
  if (code === 'invalid_type' && origin === 'number') return say('field.not-a-number');
  if (code === 'invalid_format' && format === 'url') return say('field.not-a-url');
  if (code === 'invalid_value') return say('field.choice');
  return say('field.invalid');
}
