import { describe, expect, it } from 'vitest';
import {
  inputOf,
  LimitingChange,
  readTier,
  resolveSettings,
  SETTING_NAMES,
  SETTINGS,
  SettingsChange,
} from './index.ts';

describe('a setting', () => {
  it('has its built-in value when nobody says anything', () => {
    const settings = resolveSettings({});

    expect(settings.historyLines).toEqual({ value: 100, source: 'built-in', limitedBy: null });
  });

  it('takes the value of the tier nearest to the turn, and names it', () => {
    const settings = resolveSettings({
      operator: { values: { memoryTokens: 400 } },
      guild: { values: { memoryTokens: 200 } },
      user: { values: {} },
    });

    expect(settings.memoryTokens).toEqual({ value: 200, source: 'guild', limitedBy: null });
  });

  it('distinguishes "off" from "inherit"', () => {
    const settings = resolveSettings({
      operator: { values: { memoryTokens: 400 } },
      user: { values: { memoryTokens: null } },
    });

    expect(settings.memoryTokens).toEqual({ value: null, source: 'user', limitedBy: null });
  });

  it('is lowered by the strictest limit, whichever tier gave its value', () => {
    const settings = resolveSettings({
      operator: { limits: { historyLines: 80 } },
      guild: { limits: { historyLines: 50 } },
      user: { values: { historyLines: 300 } },
    });

    expect(settings.historyLines).toEqual({ value: 50, source: 'user', limitedBy: 'guild' });
  });

  it('that is off or below a limit stays as it is', () => {
    const limits = { historyLines: 50, memoryTokens: 10 };

    const settings = resolveSettings({
      channel: { limits },
      user: { values: { historyLines: 20, memoryTokens: null } },
    });

    expect(settings.historyLines).toMatchObject({ value: 20, limitedBy: null });
    expect(settings.memoryTokens).toMatchObject({ value: null, limitedBy: null });
  });

  it('that is stored in a way nobody understands takes no other with it', () => {
    const stored = { values: { historyLines: 'many', memoryTokens: 5, gone: 1 }, limits: { memoryTokens: -1 } };

    expect(readTier(stored)).toEqual({ values: { memoryTokens: 5 }, limits: {} });
    expect(readTier(null)).toEqual({ values: {}, limits: {} });
    expect(readTier([])).toEqual({ values: {}, limits: {} });
  });

  it('of a place is nothing that people or characters have a say in', () => {
    const settings = resolveSettings({
      character: { values: { cooldownSeconds: 1 } },
      channel: { values: { cooldownSeconds: 30 } },
      user: { values: { cooldownSeconds: 2 } },
    });

    expect(settings.cooldownSeconds).toMatchObject({ value: 30, source: 'channel' });
  });

  it('fits the form it is entered in', () => {
    for (const name of SETTING_NAMES) {
      const { label, description, schema, builtIn } = SETTINGS[name];

      expect(label.length, name).toBeLessThanOrEqual(45);
      expect(description.length, name).toBeLessThanOrEqual(100);
      expect(schema.safeParse(builtIn).success, name).toBe(true);
      expect(['number', 'switch', 'choice', 'text'], name).toContain(inputOf(name).kind);
    }
    expect(inputOf('historyLines')).toEqual({ kind: 'number', min: 0, max: 500 });
  });
});

describe('a change', () => {
  it('refuses values and limits out of range', () => {
    expect(SettingsChange.safeParse({ values: { historyLines: 501 } }).success).toBe(false);
    expect(SettingsChange.safeParse({ reset: ['nothing'] }).success).toBe(false);
    expect(LimitingChange.safeParse({ limits: { historyLines: 501 } }).success).toBe(false);
    expect(LimitingChange.safeParse({ limits: { historyLines: null } }).success).toBe(false);
  });

  it('says nothing about what it leaves out', () => {
    expect(LimitingChange.parse({ values: { historyLines: null } })).toEqual({
      values: { historyLines: null },
      reset: [],
      limits: {},
      resetLimits: [],
    });
  });
});
