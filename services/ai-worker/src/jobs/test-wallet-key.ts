import { type JobAnswer, judgeWalletKey, type RouteOutput, revealWalletKey, testWalletKey } from '@tzurot/contracts';
import { AppError, handleJob } from '@tzurot/platform';
import { say } from '@tzurot/words';

import type { WorkerContext } from '../context.ts';
import { checkKey, type KeyStanding, VendorError, type VendorProblem } from '../vendors/index.ts';

type Verdict = JobAnswer<typeof testWalletKey>;

const KEY_TEST_TIMEOUT_MS = 12_000;

const GONE: Verdict = { verdict: 'gone', explanation: say('key-test.gone') };

/** Whoever says this of a call knows the key that it came with. */
const KNOWN_KEY: ReadonlySet<VendorProblem> = new Set(['forbidden', 'payment', 'rate-limit', 'quota']);

export const testWalletKeyJob = handleJob(
  testWalletKey,
  async ({ keyId }, ctx: WorkerContext, { signal, log }): Promise<Verdict> => {
    const revealed = await reveal(keyId, ctx);
    if (revealed === null) return GONE;
    const vendor = ctx.vendors.get(revealed.vendor);
    if (vendor === undefined) {
      return { verdict: 'unreachable', explanation: say('key-test.not-offered', { vendor: revealed.vendor }) };
    }
    const facts = { vendor: vendor.label };
    const access = { key: revealed.key, address: revealed.address };
    let isLimited = false;
    let standing: KeyStanding | null = null;
    try {
      standing = await checkKey(vendor, access, { timeoutMs: KEY_TEST_TIMEOUT_MS, signal });
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      log.info({ vendor: vendor.id, problem: error.problem }, 'key not accepted');
      isLimited = KNOWN_KEY.has(error.problem);
      const isRefused = error.problem === 'auth' || error.problem === 'address';
      if (isRefused) {
        await ctx.gateway.call(judgeWalletKey, { params: { keyId }, body: { isAccepted: false } });
        const key = error.problem === 'address' ? 'key-test.address' : 'key-test.rejected';
        return { verdict: 'rejected', explanation: say(key, facts) };
      }
      if (!isLimited) return { verdict: 'unreachable', explanation: say('key-test.unreachable', facts) };
    }
    const { status } = await ctx.gateway.call(judgeWalletKey, { params: { keyId }, body: { isAccepted: true } });
    if (status === 'gone') return GONE;
    if (isLimited) return { verdict: 'accepted', explanation: say('key-test.limited', facts) };
    return { verdict: 'accepted', explanation: explainStanding(standing, vendor.label) };
  },
);

function explainStanding(standing: KeyStanding | null, vendor: string): string {
  if (standing === null) return say('key-test.accepted', { vendor });
  const { left, currency, renews } = standing;
  const facts = { vendor, left: left.toFixed(2), currency };
  return renews === null ? say('key-test.credit', facts) : say(`key-test.limit-${renews}`, facts);
}

/** @returns null when the key is gone */
async function reveal(keyId: string, { gateway }: WorkerContext): Promise<RouteOutput<typeof revealWalletKey> | null> {
  try {
    return await gateway.call(revealWalletKey, { params: { keyId }, body: { purpose: 'look' } });
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not-found' || error.code === 'gone')) return null;
    throw error;
  }
}
