import { type Blob, pictureHash } from './blobs.ts';
import type { Snowflake } from './snowflake.ts';
import type { World } from './world.ts';

/**
 * Keeps a picture given as a data url and names it by its content.
 * @returns the hash that stands in `avatar`, `icon` and their like
 */
export function storePicture(world: World, folder: string, ownerId: Snowflake, dataUrl: string): string {
  const picture = decodePicture(dataUrl);
  const hash = pictureHash(picture.bytes);
  world.blobs.set(picturePath(folder, ownerId, hash), picture);
  return hash;
}

/** Keeps a picture that lies at a path of its own, as those of emojis do. */
export function storeNamedPicture(world: World, path: string, dataUrl: string): void {
  world.blobs.set(path, decodePicture(dataUrl));
}

function decodePicture(dataUrl: string): Blob {
  const [head = '', encoded = ''] = dataUrl.split(',', 2);
  const bytes = Buffer.from(encoded, 'base64');
  // What it says is often wrong: discord.js calls every picture a JPEG.
  return { bytes, contentType: pictureType(bytes) ?? /^data:([^;]+)/.exec(head)?.[1] ?? 'image/png' };
}

const signatures: readonly (readonly [signature: string, contentType: string])[] = [
  ['89504e47', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['47494638', 'image/gif'],
  ['52494646', 'image/webp'],
];

function pictureType(bytes: Buffer): string | undefined {
  const start = bytes.toString('hex', 0, 4);
  return signatures.find(([signature]) => start.startsWith(signature))?.[1];
}

/** Where a picture lies; its address may end in any extension. */
export function picturePath(folder: string, ownerId: Snowflake, hash: string): string {
  return `/${folder}/${ownerId}/${hash}`;
}
