import type { ImportProblem } from '@tzurot/contracts';

/** A file that cannot be read, and why; the person is told in a sentence. */
export class ImportRefusal extends Error {
  override readonly name = 'ImportRefusal';
  readonly problem: ImportProblem;
  /** The place or the limit that the problem is about. */
  readonly detail: string;

  constructor(problem: ImportProblem, detail = '') {
    super(`${problem} ${detail}`.trim());
    this.problem = problem;
    this.detail = detail;
  }
}
