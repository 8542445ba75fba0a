const blockBytes = 512;

/**
 * The content of one file in a tar, or null when it is not there.
 * Source: POSIX, pax, "ustar Interchange Format": a header block per file with the name at 0 and the octal size at 124.
 */
export function readTarEntry(tar: Buffer, name: string): Buffer | null {
  let offset = 0;
  while (offset + blockBytes <= tar.length) {
    const sizeBytes = Number.parseInt(readText(tar, offset + 124, 12), 8) || 0;
    const contentStart = offset + blockBytes;
    if (readText(tar, offset, 100) === name) return tar.subarray(contentStart, contentStart + sizeBytes);
    offset = contentStart + Math.ceil(sizeBytes / blockBytes) * blockBytes;
  }
  return null;
}

function readText(bytes: Buffer, start: number, lengthBytes: number): string {
  return bytes.toString('latin1', start, start + lengthBytes).replace(/\0.*$/s, '');
}
