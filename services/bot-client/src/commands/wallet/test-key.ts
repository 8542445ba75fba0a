import { testWalletKey, type WalletKey } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { note } from '../../ui/elements.ts';
import { describeKey, type Verdict, verdictView } from './wallet-view.ts';

/** The job takes at most 20 seconds, and may have to wait in the queue. */
const TEST_TIMEOUT_MS = 30_000;

/** Has the worker test the key with its vendor, and says whether it works. */
export async function testKey(key: WalletKey, { respond }: Call, { queues, vendors, log }: BotContext): Promise<void> {
  await respond(note(say('wallet.checking', { key: describeKey(key, vendors) })));
  const verdict = await queues
    .ask(testWalletKey, { keyId: key.id }, { timeoutMs: TEST_TIMEOUT_MS })
    .catch((error: unknown): Verdict => {
      if (!(error instanceof AppError) || !error.retry) throw error;
      log.warn({ err: error, keyId: key.id }, 'key was not tested');
      return { verdict: 'unreachable', explanation: say('wallet.too-busy') };
    });
  await respond(verdictView(key, verdict, vendors));
}
