import { describe, expect, it } from 'vitest';
import { FrameReader } from './frame-reader.ts';
import { cstrings, frame, ProtocolViolation, queryFrame } from './frames.ts';

describe('FrameReader', () => {
  it('gives the same frames however the bytes are cut', () => {
    const frames = [queryFrame('select 1'), frame('S'), queryFrame('x'.repeat(300)), frame('P', cstrings('a', 'b'))];
    const bytes = Buffer.concat(frames);

    for (let pieceBytes = 1; pieceBytes <= bytes.length; pieceBytes += 7) {
      const reader = new FrameReader();
      const read: Buffer[] = [];
      for (let start = 0; start < bytes.length; start += pieceBytes) {
        reader.push(bytes.subarray(start, start + pieceBytes));
        for (let one = reader.readFrame(); one; one = reader.readFrame()) read.push(one);
      }

      expect(read).toEqual(frames);
    }
  });

  it('does not copy a frame that arrives in one piece', () => {
    const reader = new FrameReader();
    const bytes = queryFrame('select 1');

    reader.push(bytes);
    const read = reader.readFrame();

    expect(read?.buffer).toBe(bytes.buffer);
    expect(read?.byteOffset).toBe(bytes.byteOffset);
  });

  it.each([
    ['negative', Buffer.from('Q\xff\xff\xff\xff', 'latin1')],
    ['shorter than itself', Buffer.from('Q\x00\x00\x00\x03', 'latin1')],
    ['beyond a gigabyte', Buffer.from('Q\x7f\xff\xff\xff', 'latin1')],
  ])('refuses a length that is %s', (_what, bytes) => {
    const reader = new FrameReader();
    reader.push(bytes);

    expect(() => reader.readFrame()).toThrow(ProtocolViolation);
  });

  it('refuses the first bytes of a web request', () => {
    const reader = new FrameReader();
    reader.push(Buffer.from('POST / HTTP/1.1\r\n'));

    expect(() => reader.readStartupPacket()).toThrow(ProtocolViolation);
  });
});
