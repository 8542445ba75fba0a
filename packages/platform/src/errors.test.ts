import { ERROR_CODES, type ErrorCode } from '@tzurot/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { AppError, fromErrorBody, NotFoundError, parseInput, toAppError, toErrorBody } from './errors.ts';

describe('errors', () => {
  it('takes whether to retry from the code unless told otherwise', () => {
    expect(new AppError('unavailable', 'down').retry).toBe(true);
    expect(new AppError('unavailable', 'gone for good', { retry: false }).retry).toBe(false);
    expect(new NotFoundError('character', 'c1')).toMatchObject({
      code: 'not-found',
      message: 'no character c1',
      retry: false,
    });
  });

  it('comes through the wire as it was, for every code', () => {
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
      const error = new AppError(code, 'why', { reason: 'too-many-presets', facts: { max: 3 }, details: { limit: 3 } });

      const arrived = fromErrorBody(JSON.parse(JSON.stringify(toErrorBody(error, 'trace'))));

      expect(arrived).toMatchObject({
        code,
        message: 'why',
        because: { reason: 'too-many-presets', facts: { max: 3 } },
        details: { limit: 3 },
        retry: error.retry,
      });
    }
  });

  it('does not tell other processes what an unexpected error said', () => {
    const body = toErrorBody(toAppError(new Error('password is hunter2')), 'trace');

    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(body.error).toMatchObject({ code: 'internal', traceId: 'trace' });
  });

  it('reads nothing from a body that is not an error', () => {
    expect(fromErrorBody({ error: { code: 'no-such-code', message: 'x', retry: false } })).toBeNull();
    expect(fromErrorBody('<html>')).toBeNull();
  });

  it('names every wrong field and no value', () => {
    const schema = z.object({ name: z.string().max(3), tags: z.array(z.object({ id: z.number() })) });

    const failed = () => parseInput(schema, { name: 'secret', tags: [{ id: 'secret' }] }, 'body');

    expect(failed).toThrow(AppError);
    expect(failed).toThrow(/body\.name: .*; body\.tags\[0\]\.id: /);
    expect(failed).not.toThrow(/secret/);
  });

  it('takes an abort for what it was, and a stray schema error for our own defect', () => {
    const aborted = AbortSignal.abort();

    expect(toAppError(aborted.reason).code).toBe('cancelled');
    expect(toAppError(new DOMException('late', 'TimeoutError')).code).toBe('timeout');
    expect(toAppError(z.string().safeParse(1).error).code).toBe('internal');
    expect(toAppError('text')).toMatchObject({ code: 'internal', message: 'text' });
  });
});
