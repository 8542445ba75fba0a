import { type JobAnswer, judgeWalletKey, revealWalletKey, testWalletKey } from '@tzurot/contracts';
import { AppError, handleJob } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import { checkKey, VendorError } from '../vendors/index.ts';

type Verdict = JobAnswer<typeof testWalletKey>;

const KEY_TEST_TIMEOUT_MS = 12_000;

const GONE: Verdict = { verdict: 'gone', explanation: 'That key is not in your wallet any more.' };

export const testWalletKeyJob = handleJob(
  testWalletKey,
  async ({ keyId }, ctx: WorkerContext, { signal, log }): Promise<Verdict> => {
    const revealed = await reveal(keyId, ctx);
    if (revealed === null) return GONE;
    const vendor = ctx.vendors.get(revealed.vendor);
    if (vendor === undefined) {
      return {
        verdict: 'unreachable',
        explanation: `This bot does not offer ${revealed.vendor}, so the key cannot be tested.`,
      };
    }
    try {
      await checkKey(vendor, { key: revealed.key, address: null }, { timeoutMs: KEY_TEST_TIMEOUT_MS, signal });
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      log.info({ vendor: vendor.id, problem: error.problem }, 'key not accepted');
      if (error.problem !== 'auth') {
        const explanation = `${vendor.label} could not be asked about the key just now. Try again in some minutes.`;
        return { verdict: 'unreachable', explanation };
      }
      await ctx.gateway.call(judgeWalletKey, { params: { keyId }, body: { isAccepted: false } });
      const explanation = `${vendor.label} does not accept this key. Copy it again from ${vendor.label}, all of it, or make a new one there.`;
      return { verdict: 'rejected', explanation };
    }
    const { status } = await ctx.gateway.call(judgeWalletKey, { params: { keyId }, body: { isAccepted: true } });
    return status === 'gone' ? GONE : { verdict: 'accepted', explanation: `${vendor.label} accepts the key.` };
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
