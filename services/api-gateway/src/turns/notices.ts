import type { Refusal, VendorCatalogue } from '@tzurot/contracts';
import { MAX_ATTEMPTS } from './limits.ts';

export function characterGone(name: string): Refusal {
  return { reason: 'character-gone', notice: `${name} is no longer here, so nobody answers this.` };
}

export function noKey(name: string, vendors: VendorCatalogue): Refusal {
  const labels = vendors.list().flatMap(({ keyForm, isToy, label }) => (keyForm === 'none' || isToy ? [] : [label]));
  const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(labels);
  return {
    reason: 'no-key',
    notice: `${name} needs a model to answer with. Give me a key of yours with \`/wallet set\`${list === '' ? '' : ` (${list})`}, then write again.`,
  };
}

export function tooManyAttempts(name: string): Refusal {
  return {
    reason: 'too-many-attempts',
    notice: `${name} tried ${MAX_ATTEMPTS} times to answer this and something failed each time. Please write again in a little while.`,
  };
}
