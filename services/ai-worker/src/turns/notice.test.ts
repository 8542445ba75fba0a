import { blankCard } from '@tzurot/contracts';
import { describe, expect, it } from 'vitest';

import { VENDOR_PROBLEMS, VendorError } from '../vendors/index.ts';
import { capMark, type FailureFacts, failureNotice, refusalNotice } from './notice.ts';

const speaker = {
  ...blankCard('Lilith'),
  id: '01970000-0000-7000-8000-0000000000c1',
  slug: 'lilith',
  avatarUrl: null,
  picture: null,
};

const facts = {
  vendorLabel: 'OpenRouter',
  preset: { name: 'My `fancy` preset', model: 'some/model', source: 'user' },
  payer: 'user',
  replyTimeoutMs: 120_000,
  now: new Date('2026-01-05T09:00:00Z'),
} as const satisfies FailureFacts;

describe.each(VENDOR_PROBLEMS)('for %s', (problem) => {
  it.each(['user', 'operator', 'free'] as const)(
    'a %s payer reads one line of small print that fits a message',
    (payer) => {
      const notice = failureNotice(speaker, new VendorError('openrouter', problem, 'secret words of the vendor'), {
        ...facts,
        payer,
      });

      expect(notice).toMatch(/^\*Lilith can't answer right now\.\*\n-# [A-Z`][^\n]+\.$/);
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
    'how often your key can ask for `some/model` until <t:1767607201:T>',
  );
  expect(failureNotice(speaker, error, { ...facts, payer: 'free' })).toContain(
    'how often guests can ask until <t:1767607201:T>',
  );
});

it('shows the day when a limit ends more than a day later', () => {
  const error = new VendorError('openrouter', 'rate-limit', 'slow down', { endsAt: new Date('2026-01-06T15:00:00Z') });

  expect(failureNotice(speaker, error, facts)).toContain('until <t:1767711600:f>');
});

it.each(VENDOR_PROBLEMS)('never sends a guest to a preset, for %s', (problem) => {
  const error = new VendorError('openrouter', problem, 'no');

  const notice = failureNotice(speaker, error, {
    ...facts,
    preset: { ...facts.preset, source: 'guest' },
    payer: 'free',
  });

  expect(notice).not.toContain('/preset');
});

it.each(['character', 'guild', 'global', 'built-in'] as const)(
  'asks nobody to edit a preset that is not theirs: %s',
  (source) => {
    const notices = VENDOR_PROBLEMS.map((problem) =>
      failureNotice(speaker, new VendorError('openrouter', problem, 'no'), {
        ...facts,
        preset: { ...facts.preset, source },
      }),
    );

    expect(notices.filter((notice) => notice.includes('/preset edit'))).toEqual([]);
  },
);

it('explains that privacy settings exclude every host, and where to change them', () => {
  const notice = failureNotice(speaker, new VendorError('openrouter', 'no-host', 'no'), facts);

  expect(notice).toMatch(/privacy settings of your account[^\n]+https:\/\/openrouter\.ai\/settings\/privacy/);
});

it('explains that less can be afforded than is reserved, and that thinking ate the limit', () => {
  const say = (problem: 'unaffordable' | 'thought-only') =>
    failureNotice(speaker, new VendorError('openrouter', problem, 'no'), facts);

  expect(say('unaffordable')).toMatch(/Lower max_tokens[^\n]+`\/preset edit`/);
  expect(say('thought-only')).toContain('Raise max_tokens, or lower the reasoning effort');
});

it('lets no name mark anything up', () => {
  const error = new VendorError('openrouter', 'too-long', 'too long');

  expect(failureNotice(speaker, error, facts)).toContain('`My fancy preset`');
  expect(failureNotice({ ...speaker, name: '**Li`lith' }, error, facts)).toContain("*Lilith can't answer");
});

it('keeps small print on one line', () => {
  expect(refusalNotice(speaker, { reason: 'character-gone', name: 'One\n\nTwo' })).toBe(
    "*Lilith can't answer right now.*\n-# OneTwo isn't available any more, so nobody answers this.",
  );
});

it('names the cap that was reached and when it starts again', () => {
  const cap = {
    vendor: 'OpenRouter',
    period: 'day',
    unit: 'usd',
    limit: 1,
    share: 1.2,
    renewsAt: '2026-12-02T00:00:00Z',
  } as const;

  expect(refusalNotice(null, { reason: 'cap-reached', name: 'Lilith', vendorId: 'openrouter', cap })).toBe(
    'Lilith stays silent because your OpenRouter key has reached the cap you set: $1.00 per day. It starts again <t:1796169600:R>; `/wallet cap` changes it.',
  );
  expect(capMark({ capWarning: { ...cap, share: 0.854 } })).toContain('85 % of a cap on your OpenRouter key');
  expect(capMark({ capWarning: null })).toBeNull();
});
