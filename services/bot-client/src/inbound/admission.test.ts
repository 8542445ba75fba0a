import type { DeniedTarget } from '@tzurot/contracts';
import { expect, it } from 'vitest';
import { createAdmission } from './admission.ts';

const NOW = Date.parse('2026-12-01T12:00:00.000Z');
const visit = { authorId: 'ada', guildId: 'tavern', channelIds: ['thread', 'parent'] };

const denial = (kind: DeniedTarget['kind'], targetId: string, more: Partial<DeniedTarget> = {}): DeniedTarget => ({
  kind,
  targetId,
  mode: 'block',
  reason: '',
  until: null,
  ...more,
});

it.each([
  denial('person', 'ada'),
  denial('server', 'tavern'),
  denial('channel', 'thread'),
  denial('channel', 'parent'),
])('finds a denial of the $kind $targetId', (denied) => {
  const admission = createAdmission(() => NOW);

  admission.load({ denials: [denied], choices: [] });

  expect(admission.findDenial(visit)).toEqual(denied);
  expect(admission.findDenial({ authorId: 'ben', guildId: null, channelIds: ['dm'] })).toBeNull();
});

it('lets a denial end by itself, and at once when it is removed', () => {
  const admission = createAdmission(() => NOW);

  admission.deny(denial('person', 'ada', { until: '2026-12-01T11:59:59.000Z' }));
  expect(admission.findDenial(visit)).toBeNull();
  admission.deny(denial('person', 'ada', { until: '2026-12-01T12:00:01.000Z' }));
  expect(admission.findDenial(visit)).not.toBeNull();
  admission.admit({ kind: 'person', targetId: 'ada' });
  expect(admission.findDenial(visit)).toBeNull();
});

it('hears what the staff of a server chose, and everything elsewhere', () => {
  const admission = createAdmission(() => NOW);

  admission.load({
    denials: [],
    choices: [{ guildId: 'closed', hears: 'none', allowed: ['pip'], blocked: [] }],
  });
  admission.choose({ guildId: 'open', hears: 'all', allowed: [], blocked: ['pip'] });

  const heard = (guildId: string | null) => ['pip', 'lilith'].map((id) => admission.isHeard(id, guildId));
  expect(heard('closed')).toEqual([true, false]);
  expect(heard('open')).toEqual([false, true]);
  expect(heard('other')).toEqual([true, true]);
  expect(heard(null)).toEqual([true, true]);
});
