import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own size, in memory. */
export interface SmallDisk {
  readonly path: string;
  /** Leaves no room on it. @returns how to make room again */
  fill(): () => void;
  remove(): void;
}

/** Needs the right to mount; see `mayMount`. */
export function makeSmallDisk(sizeMb: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'tzurot-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'none', path], { stdio: 'ignore' });
  return {
    path,
    fill() {
      const filler = join(path, 'filler');
      const file = openSync(filler, 'w');
      try {
        // Ever smaller pieces, until not even the smallest finds room.
        for (let size = 1 << 20; size >= 1; size = Math.floor(size / 16)) while (hasWritten(file, size));
      } finally {
        closeSync(file);
      }
      return () => rmSync(filler);
    },
    remove() {
      execFileSync('umount', ['-l', path], { stdio: 'ignore' });
      rmSync(path, { recursive: true });
    },
  };
}

function hasWritten(file: number, sizeBytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(sizeBytes)) === sizeBytes;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}

/** Whether this process may mount disks, as root on Linux may. */
export function mayMount(): boolean {
  try {
    makeSmallDisk(1).remove();
    return true;
  } catch {
    return false;
  }
}
