import { ERROR_CODES, type ErrorCode, setWalletKey } from '@tzurot/contracts';
import { AppError, NotFoundError, parseInput } from '@tzurot/platform';
import { describe, expect, it } from 'vitest';
import { explainError, isUnexpected } from './explain-error.ts';
import { input } from './modal.ts';

const TRACE = '0123456789abcdef0123456789abcdef';

describe('an error', () => {
  it('that was written for the person is shown as it is', () => {
    const error = new AppError('conflict', 'slug taken', { userMessage: 'The short name `lilith` is taken.' });

    expect(explainError(error, TRACE)).toBe('The short name `lilith` is taken.');
    expect(isUnexpected(error)).toBe(false);
  });

  it.each(Object.keys(ERROR_CODES) as ErrorCode[])(
    'of the code %s becomes sentences without its inner text',
    (code) => {
      const sentence = explainError(new AppError(code, 'pg: relation "x" does not exist'), TRACE);

      expect(sentence).toMatch(/^[A-Z].*[.`]$/s);
      expect(sentence).not.toContain('relation');
    },
  );

  it('that nobody foresaw is told by the number under which it is logged', () => {
    expect(explainError(new TypeError('x is not a function'), TRACE)).toContain('`0123456789ab`');
    expect(isUnexpected(new AppError('internal', 'x'))).toBe(true);
  });

  it('about something that is gone says where to look', () => {
    expect(explainError(new NotFoundError('preset', 'p1'), TRACE)).toContain('/preset list');
    expect(explainError(new NotFoundError('turn', 't1'), TRACE)).toBe('That is not there any more.');
  });

  it('about a field names it as the form does, and never repeats what was entered', () => {
    const error = capture(() => parseInput(setWalletKey.body, { vendor: 'openrouter', key: 'sk' }, 'body'));

    const sentence = explainError(error, TRACE, { key: input.secret('Your key') });

    expect(sentence).toMatch(/\*\*Your key\*\*: .*4/);
    expect(sentence).not.toContain('sk');
  });
});

function capture(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
