import { describe, expect, it } from 'vitest';
import { pictureSize } from './picture-size.ts';

function padded(hex: string): Buffer {
  return Buffer.concat([Buffer.from(hex.replaceAll(' ', ''), 'hex'), Buffer.alloc(40)]);
}

describe('the size of a picture', () => {
  it.each([
    ['PNG', padded('89504e470d0a1a0a 0000000d 49484452 00000003 00000002'), { width: 3, height: 2 }],
    ['GIF', padded('474946383961 0300 0200'), { width: 3, height: 2 }],
    ['JPEG', padded('ffd8 ffe0 0004 0000 ffc0 000b 08 0002 0003 01'), { width: 3, height: 2 }],
    [
      'WebP, lossy',
      padded('52494646 00000000 57454250 56503820 00000000 000000 9d012a 0300 0200'),
      { width: 3, height: 2 },
    ],
    ['WebP, lossless', padded('52494646 00000000 57454250 5650384c 00000000 2f 02400000'), { width: 3, height: 2 }],
    [
      'WebP, extended',
      padded('52494646 00000000 57454250 56503858 00000000 00000000 020000 010000'),
      { width: 3, height: 2 },
    ],
    ['something else', padded('00010203'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
    ['a JPEG that breaks off', padded('ffd8 0000'), undefined],
  ])('is read from the header of %s', (_what, bytes, size) => {
    expect(pictureSize(bytes)).toEqual(size);
  });
});
