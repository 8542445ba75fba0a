import { createVendorCatalogue, LIMITS, MAX_PRESETS_PER_USER, PAGE_SIZE } from '@tzurot/contracts';
import { sampleVendors } from '@tzurot/platform/testing';
import { describe, expect, it } from 'vitest';
import { problemsView } from '../src/commands/admin/errors.ts';
import { healthView } from '../src/commands/admin/health-view.ts';
import { channelsView } from '../src/commands/channel/list.ts';
import { browseView } from '../src/commands/character/browse-view.ts';
import { characterView } from '../src/commands/character/character-view.ts';
import { MAX_QUERY_LENGTH } from '../src/commands/character/ids.ts';
import { helpTopicView, helpView, mentionWith } from '../src/commands/help/help-view.ts';
import { commands } from '../src/commands/index.ts';
import { presetList } from '../src/commands/preset/preset-list.ts';
import { accessView } from '../src/commands/server/access.ts';
import { statsView } from '../src/commands/server/stats.ts';
import { verdictView, walletView } from '../src/commands/wallet/wallet-view.ts';
import { problem } from '../src/ui/problem.ts';
import { misfits, readText } from './support/fits-discord.ts';
import { longestCharacter, sampleCharacter, sampleKey, samplePreset } from './support/samples.ts';

const MESSY = '*_`~|#[]()<>@'.repeat(20);

describe('a character', () => {
  it('is shown whole on pages that all fit', () => {
    const character = longestCharacter();
    const shown: string[] = [];
    const portrait = { url: character.avatarUrl ?? '' };
    for (let page = 1; page <= 200; page++) {
      const view = characterView(character, page, page === 1 ? portrait : null);
      expect(misfits(view)).toEqual([]);
      const text = readText(view);
      if (shown.at(-1) === text) break;
      shown.push(text);
    }

    expect(shown.length).toBeGreaterThan(70);
    expect(shown.join('').replaceAll(/[^x]/g, '').length).toBeGreaterThanOrEqual(LIMITS.cardField);
  });

  it('of which nothing is written says so', () => {
    const view = characterView(sampleCharacter({ description: '', personality: '', greeting: '' }), 1, null);

    expect(misfits(view)).toEqual([]);
    expect(readText(view)).toContain('Nothing is written');
  });

  it('of somebody else has no button to edit it', () => {
    expect(readText(characterView(sampleCharacter({ isMine: false }), 1, null))).not.toContain('Edit');
    expect(readText(characterView(sampleCharacter(), 1, null))).toContain('Edit');
  });
});

describe('a list of characters', () => {
  const items = Array.from({ length: PAGE_SIZE }, (_, index) => ({
    id: `0198f2a0-0000-7000-8000-00000000001${index}`,
    slug: 'a'.repeat(LIMITS.slug),
    name: '*'.repeat(LIMITS.characterName),
    isPublic: true,
    isMine: true,
    isAdult: true,
    hasPicture: true,
    avatarUrl: null,
    ownerName: '*'.repeat(LIMITS.personName),
    description: MESSY.slice(0, 200),
  }));

  it('fits at its longest, and keeps what was searched for in its buttons', () => {
    const query = '🦊'.repeat(MAX_QUERY_LENGTH / 2);

    const view = browseView({ items, page: 2, pages: 3, total: 30 }, { query, filter: 'public' });

    expect(misfits(view)).toEqual([]);
    expect(JSON.stringify(view)).toContain(`character:browse:3:public:${query}`);
    expect(readText(view)).toContain('page 2 of 3');
  });

  it.each([
    ['', 'all', '/character create'],
    ['', 'mine', '/character create'],
    ['lil', 'all', '“lil”'],
  ] as const)('that is empty says what to do (%j, %s)', (query, filter, expected) => {
    const view = browseView({ items: [], page: 1, pages: 0, total: 0 }, { query, filter });

    expect(misfits(view)).toEqual([]);
    expect(readText(view)).toContain(expected);
  });
});

describe('presets', () => {
  it('fit at their longest, on every page', () => {
    const presets = Array.from({ length: MAX_PRESETS_PER_USER }, (_, index) =>
      samplePreset({
        id: `0198f2a0-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
        name: '*'.repeat(LIMITS.presetName),
        model: '_'.repeat(LIMITS.modelId),
        vendor: 'x'.repeat(LIMITS.vendorId),
        isGlobal: true,
        isDefault: true,
      }),
    );

    for (const page of [0, 1, 10, 99]) expect(misfits(presetList(presets, page))).toEqual([]);
    expect(misfits(presetList([], 1))).toEqual([]);
  });
});

describe('a wallet', () => {
  const vendors = createVendorCatalogue(sampleVendors);

  it('shows each key by its end and offers to test what was entered last', () => {
    const old = sampleKey();
    const fresh = sampleKey({
      id: '0198f2a0-0000-7000-8000-000000000009',
      hint: '9z9z',
      status: 'pending',
      createdAt: '2026-11-22T13:00:00.000Z',
    });

    const view = walletView(
      [old, fresh, sampleKey({ vendor: 'gone-vendor', lastUsedAt: '2026-11-22T13:00:00.000Z' })],
      vendors,
    );

    expect(misfits(view)).toEqual([]);
    expect(readText(view)).toMatch(/…1a2b[\s\S]*…9z9z/);
    expect(readText(view).match(/^Test$/gm)).toHaveLength(2);
  });

  it.each(['accepted', 'rejected', 'unreachable', 'gone'] as const)('says what %s means', (verdict) => {
    const view = verdictView(sampleKey({ status: 'pending' }), { verdict, explanation: 'x'.repeat(500) }, vendors);

    expect(misfits(view)).toEqual([]);
  });
});

describe('what operators and staff see', () => {
  const id = '1457706950983680000';

  it('fits at its longest: what went wrong', () => {
    const item = {
      turnId: '0198f2a0-0000-7000-8000-000000000001',
      characterName: '*'.repeat(LIMITS.characterName),
      channelId: id,
      stage: 'accepted' as const,
      attempts: 2_147_483_647,
      problem: '_'.repeat(500),
      at: '2026-11-22T12:00:00.000Z',
      traceId: 'f'.repeat(32),
    };
    const kinds = Array.from({ length: 8 }, () => ({ problem: '*'.repeat(500), count: 100_000 }));
    const failedCalls = kinds.map(({ count }) => ({ vendor: 'v'.repeat(40), model: '*'.repeat(200), count }));
    const items = Array.from({ length: 10 }, () => item);

    expect(misfits(problemsView({ items, page: 2, pages: 3, total: 30, kinds, failedCalls }))).toEqual([]);
  });

  it('fits at its longest: who may talk, where characters are active, and what was used', () => {
    const named = { id: '0198f2a0-0000-7000-8000-000000000001', name: '*'.repeat(LIMITS.characterName) };
    const role = {
      roleId: id,
      name: '*'.repeat(100),
      characters: Array.from({ length: 25 }, () => named),
      repliesPerDay: 9,
    };
    const setup = {
      channelId: id,
      hasInstructions: true,
      characters: Array.from({ length: 10 }, () => ({ ...named, isPublic: true })),
    };
    const characters = Array.from({ length: 10 }, () => ({ name: named.name, calls: 1_000_000 }));

    expect(
      misfits(
        accessView(Array.from({ length: 25 }, (_, index) => ({ ...role, roleId: `14577069509836800${10 + index}` }))),
      ),
    ).toEqual([]);
    expect(
      misfits(
        channelsView(
          Array.from({ length: 30 }, () => setup),
          2,
        ),
      ),
    ).toEqual([]);
    expect(misfits(statsView({ calls: 9, people: 9, tokens: 9, characters, activeChannels: 9 }))).toEqual([]);
  });
});

it('help fits, and names every command that it is given', () => {
  const view = helpView(commands, '*'.repeat(LIMITS.characterName), mentionWith(new Map()));

  expect(misfits(view)).toEqual([]);
  for (const { name } of commands) expect(readText(view)).toContain(`/${name}`);
});

it.each(commands.map((command) => [command.name, command] as const))(
  'help about /%s fits, and can be clicked',
  (name, command) => {
    const ids = new Map(commands.map((each) => [each.name, '1457706950983680000'] as const));

    const view = helpTopicView(commands, command, mentionWith(ids));

    expect(misfits(view)).toEqual([]);
    expect(readText(view)).toMatch(new RegExp(`</${name}[^>]*:1457706950983680000>`));
    expect(readText(view)).not.toContain('…and');
  },
);

it('help names nobody to say hello to where there is nobody', () => {
  const view = helpView(commands, null, mentionWith(new Map()));

  expect(misfits(view)).toEqual([]);
  expect(readText(view)).toContain('There are no public characters yet');
  expect(readText(view)).not.toContain('@Name hello');
});

it('a ping says what does not answer', () => {
  const view = healthView({
    gateway: { problem: 'unavailable' },
    queue: { tookMs: 1, value: null },
    shared: { tookMs: 1, value: null },
    pictures: { problem: 'unavailable' },
    discordMs: null,
  });

  expect(misfits(view)).toEqual([]);
  expect(readText(view)).toContain('Gateway: **no answer** (unavailable)');
});

it.each([
  [{ way: 'public-url', problem: null }, 'served from `PUBLIC_URL`'],
  [{ way: 'asset-channel', problem: null }, 'uploaded to the channel `ASSET_CHANNEL_ID`'],
  [{ way: 'asset-channel', problem: 'the channel is gone (10003)' }, '**none**, because the channel is gone (10003)'],
  [{ way: 'none', problem: 'PUBLIC_URL is not set' }, '**none**, because PUBLIC_URL is not set'],
  [null, 'no worker has reported recently'],
] as const)('/admin health describes picture delivery %j as: %s', (value, said) => {
  const fine = { tookMs: 1, value: null };

  const view = healthView({
    gateway: { problem: 'x' },
    queue: fine,
    shared: fine,
    pictures: { tookMs: 1, value },
    discordMs: 1,
  });

  expect(readText(view)).toContain(`Character pictures: ${said}`);
});

it('an error message quotes what the person wrote, which cannot break out of its code block', () => {
  const view = problem('x'.repeat(2_000), { typed: '```\n'.repeat(2_000), again: 'form:reopen:abc' });

  expect(misfits(view)).toEqual([]);
  expect(readText(view).match(/```/g)).toHaveLength(2);
});
