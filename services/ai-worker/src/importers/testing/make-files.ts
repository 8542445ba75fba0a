import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** A chunk of a PNG, with another checksum than it should have when `isWrong`. */
export function chunk(type: string, data: Buffer, { isWrong = false } = {}): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc32(body) ^ (isWrong ? 1 : 0)) >>> 0);
  return Buffer.concat([head, body, sum]);
}

export const textChunk = (keyword: string, text: string, options?: { isWrong?: boolean }): Buffer =>
  chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'), options);

export const packedTextChunk = (keyword: string, text: string): Buffer =>
  chunk('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`, 'latin1'), deflateSync(text)]));

export const utf8TextChunk = (keyword: string, text: string): Buffer =>
  chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text)]));

/** A picture of one grey pixel with these chunks before its end. */
export function png(...chunks: readonly Buffer[]): Buffer {
  const header = Buffer.from('00000001000000010800000000', 'hex');
  const pixel = deflateSync(Buffer.from([0, 128]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', pixel),
    ...chunks,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

/** A card of version 2 with something in every field that programs write. */
export const baker = {
  spec: 'chara_card_v2',
  spec_version: '2.0',
  data: {
    name: 'Baker',
    description: '{{char}} runs a bakery.',
    personality: 'warm',
    scenario: 'Morning rush.',
    first_mes: 'Morning, {{user}}!',
    mes_example: '<START>\n{{user}}: Bread?\n{{char}}: Fresh.\n',
    creator_notes: 'For early birds.',
    system_prompt: '{{original}} Be brief.',
    post_history_instructions: '',
    alternate_greetings: ['We are closed.'],
    tags: ['bread', 'warm'],
    creator: 'samples',
    character_version: '1',
    extensions: {
      talkativeness: 0.7,
      depth_prompt: { prompt: 'Flour on the apron.', depth: 4, role: 'system' },
      'dev/unknown': { keep: true },
    },
  },
};
