import { expect, it } from 'vitest';
import { decodeWaveform } from './waveform.ts';

it('draws the loudest of each stretch, and flat bars for what it cannot read', () => {
  const base64 = Buffer.from([0, 255, 51, 0]).toString('base64');

  expect(decodeWaveform(base64, 2)).toEqual([1, 0.2]);
  expect(decodeWaveform(base64, 8)).toHaveLength(8);
  expect(decodeWaveform('not base64!', 3)).toEqual([0.2, 0.2, 0.2]);
  expect(decodeWaveform('', 2)).toEqual([0.2, 0.2]);
});
