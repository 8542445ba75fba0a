import { createHash } from 'node:crypto';

/** Bytes that the CDN serves: uploaded files and pictures, by path such as `attachments/1/2/a.png`. */
export interface Blob {
  readonly bytes: Buffer;
  readonly contentType: string;
}

export interface BlobStore {
  get(path: string): Blob | undefined;
  set(path: string, blob: Blob): void;
  delete(path: string): void;
  entries(): IterableIterator<[string, Blob]>;
}

/** @param onChange is told of every path that was set or deleted */
export function createBlobStore(onChange: (path: string) => void): BlobStore {
  const blobs = new Map<string, Blob>();
  return {
    get: (path) => blobs.get(path),
    set(path, blob) {
      blobs.set(path, blob);
      onChange(path);
    },
    delete(path) {
      if (blobs.delete(path)) onChange(path);
    },
    entries: () => blobs.entries(),
  };
}

/** The name Discord gives a picture: 32 hex digits of its content. */
export function pictureHash(content: Buffer): string {
  return createHash('md5').update(content).digest('hex');
}
