import { pictureHash } from './blobs.ts';
import type { Snowflake } from './snowflake.ts';
import type { World } from './world.ts';

/**
 * Keeps a picture given as a data url and names it by its content.
 * @returns the hash that stands in `avatar`, `icon` and their like
 */
export function storePicture(world: World, folder: string, ownerId: Snowflake, dataUrl: string): string {
  const [head = '', encoded = ''] = dataUrl.split(',', 2);
  const contentType = /^data:([^;]+)/.exec(head)?.[1] ?? 'image/png';
  return keepPicture(world, folder, ownerId, { bytes: Buffer.from(encoded, 'base64'), contentType });
}

export function keepPicture(
  world: World,
  folder: string,
  ownerId: Snowflake,
  picture: { bytes: Buffer; contentType: string },
): string {
  const hash = pictureHash(picture.bytes);
  world.blobs.set(picturePath(folder, ownerId, hash), picture);
  return hash;
}

/** Where a picture lies; its address may end in any extension. */
export function picturePath(folder: string, ownerId: Snowflake, hash: string): string {
  return `/${folder}/${ownerId}/${hash}`;
}
