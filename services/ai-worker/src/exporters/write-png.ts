import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Chunks that carried a card before. */
const CARD_KEYWORD = /^(?:ccv3|chara)\0/i;

/** A picture with these texts, in place of those of their names: `ccv3` before `chara`, since the first one counts. */
export function writePng(picture: Buffer | null, texts: Readonly<Record<string, string>>): Buffer {
  const source = picture ?? blankPng();
  const pieces: Buffer[] = [SIGNATURE];
  for (let at = SIGNATURE.length; at + 12 <= source.length; ) {
    const end = at + 12 + source.readUInt32BE(at);
    const type = source.toString('latin1', at + 4, at + 8);
    const isCard = /^[tzi].Xt$/i.test(type) && CARD_KEYWORD.test(source.toString('latin1', at + 8, at + 14));
    if (type === 'IEND') break;
    if (!isCard) pieces.push(source.subarray(at, end));
    at = end;
  }
  for (const [keyword, text] of Object.entries(texts)) {
    pieces.push(chunk('tEXt', Buffer.from(`${keyword}\0${Buffer.from(text).toString('base64')}`, 'latin1')));
  }
  return Buffer.concat([...pieces, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}

/** A grey square, for a character without a picture. */
function blankPng(): Buffer {
  const side = 64;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(side, 96)]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: side }, () => line)));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}
