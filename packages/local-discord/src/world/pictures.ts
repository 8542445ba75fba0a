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
  const contentType = /^data:([^;]+)/.exec(head)?.[1] ?? 'image/png';
  return { bytes: Buffer.from(encoded, 'base64'), contentType };
}

/** Where a picture lies; its address may end in any extension. */
export function picturePath(folder: string, ownerId: Snowflake, hash: string): string {
  return `/${folder}/${ownerId}/${hash}`;
}
