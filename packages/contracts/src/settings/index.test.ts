import { expect, it } from 'vitest';
import { resolveSettings } from './index.ts';

it('takes the built-in value when nobody says anything', () => {
  const settings = resolveSettings({});

  expect(settings.historyLines).toEqual({ value: 100, source: 'built-in' });
});

it('lets the tier nearest to the turn win, and names it', () => {
  const settings = resolveSettings({ operator: { memoryTokens: 400 }, guild: { memoryTokens: 200 }, user: {} });

  expect(settings.memoryTokens).toEqual({ value: 200, source: 'guild' });
});

it('tells off from inherit', () => {
  const settings = resolveSettings({ operator: { memoryTokens: 400 }, user: { memoryTokens: null } });

  expect(settings.memoryTokens).toEqual({ value: null, source: 'user' });
});
