import type { FieldProblem, FieldReason } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { clip, plain } from './elements.ts';

/** How much of the entered text the error message quotes. */
const MAX_QUOTED = 30;

/** An `invalid-input` that names one input of the form, like the gateway's. */
export function wrongInput(name: string, reason: FieldReason, text: string): AppError {
  const entered = plain(clip(text, MAX_QUOTED));
  const problem: FieldProblem = { path: name, code: 'custom', message: reason, reason, entered };
  return new AppError('invalid-input', `${name} cannot be read`, { details: { fields: [problem] } });
}

/** A whole number as people type it. @throws AppError that names the input; whether it is in range the gateway knows */
export function toWholeNumber(name: string, text: string): number {
  const value = Number(text.replaceAll(',', ''));
  if (!Number.isInteger(value)) throw wrongInput(name, 'number-format', text);
  return value;
}
