import { type Attachment, createImport, getImport, readImport } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { note } from '../../ui/elements.ts';
import { importView } from './import-view.ts';

/** A little longer than the job takes at most, since it may have to wait in the queue. */
const READ_TIMEOUT_MS = 300_000;
/** How often somebody who waits is told how far it is. */
const TELL_EVERY_MS = 3_000;

/** Has the worker read files, tells meanwhile how far it is, and shows what was found. Nothing is made by it. */
export async function bring(
  files: readonly Attachment[],
  characterId: string | undefined,
  { caller, respond }: Call,
  { gateway, queues, clock, log }: BotContext,
): Promise<void> {
  await respond(note(say('import.reading', { count: files.length })));
  const { id: importId } = await gateway.call(createImport, {
    caller,
    body: { filenames: files.map(({ filename }) => filename), ...(characterId !== undefined && { characterId }) },
  });
  const params = { importId };
  const stopping = new AbortController();
  const telling = tellProgress();
  try {
    await queues.ask(readImport, { importId, ownerId: caller.id, files: [...files] }, { timeoutMs: READ_TIMEOUT_MS });
  } catch (error) {
    if (!(error instanceof AppError) || !error.retry) throw error;
    log.warn({ err: error, importId }, 'import was not read');
    stopping.abort();
    await telling;
    return void (await respond(note(say('import.too-busy'), 'warn')));
  }
  stopping.abort();
  await telling;
  await respond(importView(await gateway.call(getImport, { caller, params })));

  async function tellProgress(): Promise<void> {
    for (let told = 0; ; ) {
      await clock.sleep(TELL_EVERY_MS, stopping.signal).catch(() => {});
      if (stopping.signal.aborted) return;
      try {
        const { files: seen } = await gateway.call(getImport, { caller, params });
        const done = seen.filter(({ format, problem }) => format !== null || problem !== null).length;
        if (done === told || stopping.signal.aborted) continue;
        told = done;
        await respond(note(say('import.reading-progress', { done, total: files.length })));
      } catch (error) {
        log.debug({ err: error, importId }, 'progress could not be told');
      }
    }
  }
}
