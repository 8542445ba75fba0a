import { type Refusal, VENDORS } from '@tzurot/contracts';
import { MAX_ATTEMPTS } from './limits.ts';

export function characterGone(name: string): Refusal {
  return { reason: 'character-gone', notice: `${name} is no longer here, so nobody answers this.` };
}

export function noKey(name: string): Refusal {
  const vendors = VENDORS.filter((vendor) => vendor.keyForm !== 'none' && !vendor.isToy).map((vendor) => vendor.label);
  const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(vendors);
  return {
    reason: 'no-key',
    notice: `${name} needs a model to answer with. Give me a key of yours with \`/wallet set\` (${list}), then write again.`,
  };
}

export function tooManyAttempts(name: string): Refusal {
  return {
    reason: 'too-many-attempts',
    notice: `${name} tried ${MAX_ATTEMPTS} times to answer this and something failed each time. Please write again in a little while.`,
  };
}
