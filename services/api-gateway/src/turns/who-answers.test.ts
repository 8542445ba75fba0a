import { type ActiveCharacters, snowflakeAt } from '@tzurot/contracts';
import { describe, expect, it } from 'vitest';
import { type OnTheFloor, whoAnswers } from './who-answers.ts';

const [LILITH, PIP, ORIN] = ['lilith', 'pip', 'orin'];
const NOW = Date.UTC(2026, 0, 1);
const message = (afterMs = 0) => snowflakeAt(NOW + afterMs);

const active = (more: Partial<ActiveCharacters> = {}): ActiveCharacters => ({
  characterIds: [LILITH, PIP, ORIN],
  named: [],
  whoAnswers: 'all',
  cooldownSeconds: 0,
  repliesPerMessage: 5,
  ...more,
});

const onFloor = (more: Partial<Record<string, Partial<OnTheFloor>>> = {}): OnTheFloor[] =>
  [LILITH, PIP, ORIN].map((characterId) => ({
    characterId,
    talkativeness: 50,
    lastTriggerId: null,
    ...more[characterId],
  }));

describe('who answers a message that calls nobody', () => {
  it('is everybody in order, as many as may', () => {
    expect(whoAnswers(active(), onFloor(), message())).toEqual([LILITH, PIP, ORIN]);
    expect(whoAnswers(active({ repliesPerMessage: 2 }), onFloor(), message())).toEqual([LILITH, PIP]);
  });

  it('is nobody who rests, unless it is named', () => {
    const floor = onFloor({ [PIP]: { lastTriggerId: message(-20_000) }, [ORIN]: { lastTriggerId: message(-40_000) } });
    const resting = active({ cooldownSeconds: 30 });

    expect(whoAnswers(resting, floor, message())).toEqual([LILITH, ORIN]);
    expect(whoAnswers({ ...resting, named: [PIP] }, floor, message())).toEqual([LILITH, PIP, ORIN]);
  });

  it('is the next one where they take turns, and the first again after the last', () => {
    const rounds = active({ whoAnswers: 'round-robin' });
    const after = (id: string) => onFloor({ [id]: { lastTriggerId: message(-1_000) } });

    expect(whoAnswers(rounds, onFloor(), message())).toEqual([LILITH]);
    expect(whoAnswers(rounds, after(LILITH), message())).toEqual([PIP]);
    expect(whoAnswers(rounds, after(ORIN), message())).toEqual([LILITH]);
    expect(whoAnswers({ ...rounds, named: [ORIN] }, after(LILITH), message())).toEqual([ORIN]);
  });

  it('is only those who are named, in the order of their names, where that is the rule', () => {
    const rule = active({ whoAnswers: 'named' });

    expect(whoAnswers(rule, onFloor(), message())).toEqual([]);
    expect(whoAnswers({ ...rule, named: [ORIN, LILITH] }, onFloor(), message())).toEqual([ORIN, LILITH]);
  });

  it('is in natural order whoever is named, and then whoever feels like it, by talkativeness', () => {
    const rule = active({ whoAnswers: 'natural' });
    const floor = onFloor({ [LILITH]: { talkativeness: 0 }, [PIP]: { talkativeness: 100 } });

    const spoken = Array.from({ length: 400 }, (_, n) => whoAnswers(rule, floor, message(n)));
    const share = (id: string) => spoken.filter((ids) => ids.includes(id)).length / spoken.length;

    expect(share(LILITH)).toBe(0);
    expect(share(PIP)).toBe(1);
    expect(share(ORIN)).toBeGreaterThan(0.4);
    expect(share(ORIN)).toBeLessThan(0.6);
    expect(whoAnswers({ ...rule, named: [LILITH] }, floor, message())[0]).toBe(LILITH);
  });

  it('is always somebody in natural order, unless all are entirely shy', () => {
    const rule = active({ whoAnswers: 'natural' });
    const quiet = onFloor(Object.fromEntries([LILITH, PIP, ORIN].map((id) => [id, { talkativeness: 1 }])));
    const mute = onFloor(Object.fromEntries([LILITH, PIP, ORIN].map((id) => [id, { talkativeness: 0 }])));

    for (let n = 0; n < 50; n += 1) expect(whoAnswers(rule, quiet, message(n)).length).toBeGreaterThan(0);
    expect(whoAnswers(rule, mute, message())).toEqual([]);
  });

  it('is the same whenever the same message is asked about', () => {
    const rule = active({ whoAnswers: 'natural' });

    expect(whoAnswers(rule, onFloor(), message(7))).toEqual(whoAnswers(rule, onFloor(), message(7)));
  });
});
