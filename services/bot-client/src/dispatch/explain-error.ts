import { FieldProblem } from '@tzurot/contracts';
import { type AppError, toAppError } from '@tzurot/platform';
import { explainFailure, explainField, say } from '@tzurot/words';
import { z } from 'zod';
import type { Inputs } from '../define/modal.ts';

const NotFoundDetails = z.object({ resource: z.string() });
const FieldDetails = z.object({ fields: z.array(FieldProblem).min(1) });

const MAX_FIELDS_SHOWN = 5;
/** Enough of a trace id to find it in the log. */
const TRACE_CHARACTERS = 12;

/** A defect, or something that only an operator can fix. */
export function isUnexpected(error: AppError): boolean {
  return error.because === null && ['internal', 'unauthenticated', 'stale-lease'].includes(error.code);
}

/**
 * What happened and what to do, in sentences for the person. Never the text of an internal error.
 * @param labels how the inputs of a form are called, for fields that were refused
 */
export function explainError(thrown: unknown, traceId: string, labels: Inputs = {}): string {
  const { code, because, details } = toAppError(thrown);
  if (code === 'invalid-input' && because === null) {
    const refused = FieldDetails.safeParse(details);
    if (refused.success) return explainFields(refused.data.fields, labels);
  }
  const missing = NotFoundDetails.safeParse(details);
  return explainFailure({
    code,
    because,
    ...(missing.success && { resource: missing.data.resource }),
    traceId: traceId.slice(0, TRACE_CHARACTERS),
  });
}

function explainFields(problems: readonly FieldProblem[], labels: Inputs): string {
  const lines = problems.slice(0, MAX_FIELDS_SHOWN).map((problem) => {
    const name = problem.path.replace(/^(?:body|query|params)\./, '');
    return `- **${findLabel(name, labels) ?? name}** ${explainField(problem)}`;
  });
  return [say('field.heading'), ...lines].join('\n');
}

/** An input is named after the last parts of the field that it fills: `reasoning.effort` of `parameters.reasoning.effort`. */
function findLabel(path: string, labels: Inputs): string | undefined {
  const within = `.${path.replaceAll('[', '.')}.`;
  const fitting = Object.keys(labels).filter((name) => within.includes(`.${name}.`));
  const [closest] = fitting.toSorted((a, b) => b.length - a.length);
  return closest === undefined ? undefined : labels[closest]?.label;
}
