import { crc32, deflateSync } from 'node:zlib';

const SIZE_PX = 64;

/** Discord's six colours for people without a picture. */
const colours = [0x5865f2, 0x757e8a, 0x3ba55c, 0xfaa61a, 0xed4245, 0xeb459f] as const;

const drawn = new Map<number, Buffer>();

/** The plain square that stands for an account without a picture; the number in the path chooses its colour. */
export function defaultAvatar(path: string): Buffer {
  const index = Number(/(\d+)/.exec(path)?.[1] ?? 0) % colours.length;
  const existing = drawn.get(index);
  if (existing) return existing;
  const picture = drawSquare(colours[index] ?? colours[0]);
  drawn.set(index, picture);
  return picture;
}

/** A PNG of one colour. */
function drawSquare(colour: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE_PX, 0);
  header.writeUInt32BE(SIZE_PX, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits per sample, red-green-blue, default compression, filter and order
  const pixel = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
  const row = Buffer.from([0, ...Array.from({ length: SIZE_PX }, () => pixel).flat()]);
  const rows = Buffer.concat(Array.from({ length: SIZE_PX }, () => row));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
