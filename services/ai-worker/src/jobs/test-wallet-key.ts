import { type JobAnswer, judgeWalletKey, revealWalletKey, testWalletKey } from '@tzurot/contracts';
import { AppError, handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { ProviderError } from '../providers/index.ts';

type Verdict = JobAnswer<typeof testWalletKey>;

const KEY_TEST_TIMEOUT_MS = 12_000;

const GONE: Verdict = { verdict: 'gone', explanation: 'That key is not in your wallet any more.' };

export const testWalletKeyJob = handleJob(
  testWalletKey,
  async ({ keyId }, ctx: WorkerContext, { signal, log }): Promise<Verdict> => {
    const revealed = await reveal(keyId, ctx);
    if (revealed === null) return GONE;
    const provider = ctx.providers.get(revealed.vendor);
    if (provider === undefined) {
      return {
        verdict: 'unreachable',
        explanation: `This bot does not offer ${revealed.vendor}, so the key cannot be tested.`,
      };
    }
    try {
      await provider.testKey(revealed.key, { timeoutMs: KEY_TEST_TIMEOUT_MS, signal });
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      log.info({ provider: provider.id, problem: error.problem }, 'key not accepted');
      if (error.problem !== 'auth') {
        const explanation = `${provider.label} could not be asked about the key just now. Try again in some minutes.`;
        return { verdict: 'unreachable', explanation };
      }
      await ctx.gateway.call(judgeWalletKey, { params: { keyId }, body: { isAccepted: false } });
      const explanation = `${provider.label} does not accept this key. Copy it again from ${provider.label}, all of it, or make a new one there.`;
      return { verdict: 'rejected', explanation };
    }
    const { status } = await ctx.gateway.call(judgeWalletKey, { params: { keyId }, body: { isAccepted: true } });
    return status === 'gone' ? GONE : { verdict: 'accepted', explanation: `${provider.label} accepts the key.` };
  },
);

/** @returns null when the key is gone */
async function reveal(keyId: string, { gateway }: WorkerContext): Promise<{ vendor: string; key: string } | null> {
  try {
    return await gateway.call(revealWalletKey, { params: { keyId } });
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not-found' || error.code === 'gone')) return null;
    throw error;
  }
}
