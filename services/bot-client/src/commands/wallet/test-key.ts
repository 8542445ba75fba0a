import { testWalletKey, type WalletKey } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { note } from '../../ui/elements.ts';
import { describeKey, type Verdict, verdictView } from './wallet-view.ts';

/** The job takes at most twenty seconds, and may wait behind others. */
const PATIENCE_MS = 30_000;

/** Has the vendor asked whether it takes the key, and says what came of it. */
export async function testKey(key: WalletKey, { respond }: Call, { queues, vendors, log }: BotContext): Promise<void> {
  await respond(note(`Asking whether ${describeKey(key, vendors)} works…`));
  const verdict = await queues
    .ask(testWalletKey, { keyId: key.id }, { timeoutMs: PATIENCE_MS })
    .catch((error: unknown): Verdict => {
      if (!(error instanceof AppError) || !error.retry) throw error;
      log.warn({ err: error, keyId: key.id }, 'key was not tested');
      return { verdict: 'unreachable', explanation: 'Nobody had time to ask the vendor.' };
    });
  await respond(verdictView(key, verdict, vendors));
}
