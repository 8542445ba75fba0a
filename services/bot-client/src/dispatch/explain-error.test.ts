import { ERROR_CODES, type ErrorCode, setWalletKey } from '@tzurot/contracts';
import { AppError, NotFoundError, parseInput } from '@tzurot/platform';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { input } from '../define/modal.ts';
import { explainError, isUnexpected } from './explain-error.ts';

const TRACE = '0123456789abcdef0123456789abcdef';

describe('an error', () => {
  it('with a reason is explained by its reason and facts', () => {
    const error = new AppError('conflict', 'slug taken', { reason: 'slug-taken', facts: { slug: 'lilith' } });

    expect(explainError(error, TRACE)).toBe('The short name `lilith` is taken. Choose another one.');
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

  it('that is unexpected gives the number under which it was logged', () => {
    expect(explainError(new TypeError('x is not a function'), TRACE)).toContain('`0123456789ab`');
    expect(isUnexpected(new AppError('internal', 'x'))).toBe(true);
  });

  it('about something that is gone says where to look', () => {
    expect(explainError(new NotFoundError('preset', 'p1'), TRACE)).toContain('/preset list');
    expect(explainError(new NotFoundError('turn', 't1'), TRACE)).toBe("That doesn't exist any more.");
  });

  it('about a field names it as the form does, and never repeats what was entered', () => {
    const error = capture(() => parseInput(setWalletKey.body, { vendor: 'openrouter', key: 'sk' }, 'body'));

    const sentence = explainError(error, TRACE, { key: input.secret('Your key') });

    expect(sentence).toContain('**Your key** needs at least 4 characters');
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

describe('a field that was refused', () => {
  const schema = z.object({
    name: z.string().min(1).default('x'),
    short: z.string().max(2).default('x'),
    temperature: z.number().min(0).max(2).default(1),
    tokens: z.number().int().default(1),
    url: z.url().default('https://example.org'),
    stop: z.array(z.string().min(1)).max(1).default([]),
    slug: z
      .string()
      .regex(/^[a-z]+$/, 'slug-format')
      .default('x'),
  });

  it.each([
    [{ name: '' }, '**name** is missing'],
    [{ short: 'abc' }, '**short** can have at most 2 characters'],
    [{ temperature: 7 }, '**temperature** must be at most 2'],
    [{ temperature: -1 }, '**temperature** must be at least 0'],
    [{ tokens: 1.5 }, '**tokens** must be a whole number'],
    [{ url: 'nowhere' }, '**url** must be a web address such as'],
    [{ stop: ['a', 'b'] }, '**stop** can have at most 1 entry'],
    [{ slug: 'A B' }, '**slug** can only have lower-case letters'],
  ])('is explained without the words of a checker: %j', (body, said) => {
    const sentence = explainError(
      capture(() => parseInput(schema, body, 'body')),
      TRACE,
    );

    expect(sentence).toContain(said);
  });

  it('is called by the label of the input that fills it, however deep it lies', () => {
    const error = new AppError('invalid-input', 'x', {
      details: {
        fields: [
          { path: 'body.parameters.reasoning.max_tokens', code: 'custom', message: 'no' },
          { path: 'body.parameters.stop[2]', code: 'custom', message: 'no' },
        ],
      },
    });
    const labels = {
      max_tokens: input.short('Output'),
      'reasoning.max_tokens': input.short('Thinking'),
      stop: input.short('Ends at'),
    };

    const sentence = explainError(error, TRACE, labels);

    expect(sentence).toContain('**Thinking**');
    expect(sentence).toContain('**Ends at**');
  });
});
