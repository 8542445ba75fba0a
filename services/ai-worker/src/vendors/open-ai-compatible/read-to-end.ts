/** The end of an answer follows its last event at once; whoever sends more is cut off. */
const WITHIN_MS = 1_000;

/**
 * The same response; once its reader has seen the last event, what is left is read all the same. A connection whose answer
 * was read to its end carries the next call; any other is closed, and the next call begins with a handshake.
 * @param givenUp aborts when nobody waits for the rest of the answer
 */
export function readToEnd(response: Response, givenUp: AbortSignal): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    // Nobody waits for the end.
    cancel: (reason) => (givenUp.aborted ? reader.cancel(reason) : void drain(reader)),
  });
  return new Response(body, response);
}

async function drain(reader: ReadableStreamDefaultReader<unknown>): Promise<void> {
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), WITHIN_MS);
  try {
    while (!(await reader.read()).done);
  } catch {
    // The connection is gone, which is an end too.
  } finally {
    clearTimeout(timer);
  }
}
