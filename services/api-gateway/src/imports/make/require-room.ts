import { AppError } from '@tzurot/platform';

/** @throws AppError `limit-reached` when a person would have more of something than they may */
export function requireRoom(noun: string, max: number, has: number, more: number): void {
  if (has + more <= max) return;
  throw new AppError('limit-reached', `a person may have ${max} of ${noun}`, {
    reason: 'import-too-many',
    facts: { noun, max, has, more },
  });
}
