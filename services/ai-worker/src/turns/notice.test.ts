import { describe, expect, it } from 'vitest';

import { VendorError, type VendorProblem } from '../vendors/index.ts';
import { failureNotice, refusalNotice } from './notice.ts';

const speaker = {
  id: '01970000-0000-7000-8000-0000000000c1',
  slug: 'lilith',
  name: 'Lilith',
  description: '',
  personality: '',
  scenario: '',
  greeting: '',
  examples: '',
  systemPrompt: '',
  errorMessage: '',
  avatarUrl: null,
  picture: null,
};

const facts = {
  vendorLabel: 'OpenRouter',
  model: 'some/model',
  presetName: 'My `fancy` preset',
  payer: 'user',
  replyTimeoutMs: 120_000,
} as const;
const PROBLEMS: VendorProblem[] = [
  'auth',
  'payment',
  'rate-limit',
  'not-found',
  'refused',
  'too-long',
  'rejected',
  'empty',
  'timeout',
  'down',
];

describe.each(PROBLEMS)('for %s', (problem) => {
  it.each(['user', 'operator', 'free'] as const)(
    'a %s payer reads one line of small print that fits a message',
    (payer) => {
      const notice = failureNotice(speaker, new VendorError('openrouter', problem, 'secret words of the vendor'), {
        ...facts,
        payer,
      });

      expect(notice).toMatch(/^\*Lilith cannot answer just now\.\*\n-# [A-Z`][^\n]+\.$/);
      expect(notice).not.toContain('secret words');
      expect(notice.length).toBeLessThan(600);
    },
  );
});

it('says whose limit it is, and when it ends', () => {
  const error = new VendorError('openrouter', 'rate-limit', 'slow down', {
    endsAt: new Date('2026-01-05T10:00:00.200Z'),
  });

  expect(failureNotice(speaker, error, facts)).toContain(
    'how often your key may ask for `some/model`, until <t:1767607201:T>',
  );
  expect(failureNotice(speaker, error, { ...facts, payer: 'free' })).toContain(
    'how often guests may ask, until <t:1767607201:T>',
  );
});

it('lets no name mark anything up', () => {
  const error = new VendorError('openrouter', 'too-long', 'too long');

  expect(failureNotice(speaker, error, facts)).toContain('`My fancy preset`');
  expect(failureNotice({ ...speaker, name: '**Li`lith' }, error, facts)).toContain('*Lilith cannot answer');
});

it('keeps small print on one line', () => {
  expect(refusalNotice(speaker, ` One.  \n${'\n '.repeat(50_000)}\nTwo.`)).toBe(
    '*Lilith cannot answer just now.*\n-# One. Two.',
  );
});
