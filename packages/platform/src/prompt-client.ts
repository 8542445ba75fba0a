import { Client } from 'pg';

/**
 * A Postgres client that ends its connection with the first statement that gets no answer within `query_timeout`:
 * whatever waits behind that one would wait as long again.
 */
export class PromptClient extends Client {
  // Every overload of pg's own has the same result: a promise, unless there is a callback.
  override query = ((...given: Parameters<Client['query']>): unknown => {
    const answer: unknown = super.query(...given);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        if (isSilence(error)) this.#cut(error);
      });
    }
    return answer;
  }) as Client['query'];

  #cut(error: Error): void {
    (this as unknown as { connection: { stream: { destroy(error: Error): void } } }).connection.stream.destroy(error);
  }
}

function isSilence(error: unknown): error is Error {
  // Source: pg, lib/client.js; it has no code.
  return error instanceof Error && error.message === 'Query read timeout';
}
