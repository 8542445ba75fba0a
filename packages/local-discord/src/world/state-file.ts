import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { StateBatch } from './state-batch.ts';
import { readVersion1 } from './state-version-1.ts';

/** A file to which batches are appended. */
export interface StateFile {
  readonly sizeBytes: number;
  /** The batch is on the disk when this resolves. */
  append(batch: StateBatch): Promise<void>;
  /**
   * Replaces the file by one that holds only what these batches say. They are written one after another while the
   * process goes on; what is appended meanwhile comes after them. Until all of it is there, the old file stays.
   */
  rewrite(batches: Iterable<StateBatch>): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

const FIRST_LINE = Buffer.from('local-discord state 2\n');

/** Before every record: its length and the checksum of its bytes. */
const HEAD_BYTES = 8;

/** What a file holds, oldest first, and where its last whole batch ends. */
export interface ReadState {
  readonly batches: readonly StateBatch[];
  readonly wholeBytes: number;
  readonly lostBytes: number;
  /** Nothing can be appended to it: it has to be rewritten first. */
  readonly isOld: boolean;
}

/**
 * @returns undefined when there is no file yet
 * @throws Error when it is not a state of this version
 */
export async function readStateFile(path: string): Promise<ReadState | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  if (!bytes.subarray(0, FIRST_LINE.length).equals(FIRST_LINE)) {
    const old = readVersion1(bytes);
    if (old) return { batches: [old], wholeBytes: bytes.length, lostBytes: 0, isOld: true };
    throw new Error(
      `${path} is not a state of this version of local-discord. Delete it to start fresh, or name another file.`,
    );
  }
  const batches: StateBatch[] = [];
  let position = FIRST_LINE.length;
  for (let record = recordAt(bytes, position); record; record = recordAt(bytes, position)) {
    batches.push(deserialize(record) as StateBatch);
    position += HEAD_BYTES + record.length;
  }
  return { batches, wholeBytes: position, lostBytes: bytes.length - position, isOld: false };
}

/** @returns undefined at the end, and where a process died while it wrote */
function recordAt(bytes: Buffer, position: number): Buffer | undefined {
  if (position + HEAD_BYTES > bytes.length) return undefined;
  const length = bytes.readUInt32LE(position);
  const record = bytes.subarray(position + HEAD_BYTES, position + HEAD_BYTES + length);
  return length > 0 && record.length === length && crc32(record) === bytes.readUInt32LE(position + 4)
    ? record
    : undefined;
}

/**
 * Opens the file for appending behind its last whole batch; makes nothing and changes nothing until something is
 * written. Only its owner may read it.
 * @param wholeBytes how much of it was read; undefined when there is no file yet
 */
export function openStateFile(path: string, wholeBytes: number | undefined): StateFile {
  let file: FileHandle | undefined;
  let sizeBytes = wholeBytes ?? 0;
  /** Records appended while a rewrite is under way, to stand behind it too. */
  let meanwhile: Buffer[] | undefined;
  let lastWrite: Promise<void> = Promise.resolve();

  /** One after another, whatever became of the one before. */
  function inTurn(write: () => Promise<void>): Promise<void> {
    const written = lastWrite.then(write);
    lastWrite = written.catch(() => undefined);
    return written;
  }

  async function appendRecord(record: Buffer): Promise<void> {
    if (!file) {
      file = await open(path, 'a', 0o600);
      await file.truncate(sizeBytes); // what a crash left behind the last whole batch
      if (sizeBytes === 0) {
        await file.appendFile(FIRST_LINE);
        sizeBytes = FIRST_LINE.length;
      }
    }
    const startedAt = sizeBytes;
    await file.appendFile(record);
    await file.datasync();
    sizeBytes = startedAt + record.length;
  }

  /** What failed in the middle is cut off before anything else is appended. */
  async function appendOrReopen(record: Buffer): Promise<void> {
    try {
      await appendRecord(record);
    } catch (error) {
      await file?.close();
      file = undefined;
      throw error;
    }
  }

  return {
    get sizeBytes() {
      return sizeBytes;
    },

    append(batch) {
      const record = recordOf(batch); // now: its values may have changed by the time it is written
      meanwhile?.push(record);
      return inTurn(() => appendOrReopen(record));
    },

    async rewrite(batches) {
      const unfinishedPath = `${path}.writing`;
      const behind: Buffer[] = [];
      meanwhile = behind;
      const next = await open(unfinishedPath, 'w', 0o600);
      try {
        await next.appendFile(FIRST_LINE);
        let writtenBytes = FIRST_LINE.length;
        for (const batch of batches) {
          const record = recordOf(batch);
          await next.appendFile(record);
          writtenBytes += record.length;
        }
        await inTurn(async () => {
          for (const record of behind) {
            await next.appendFile(record);
            writtenBytes += record.length;
          }
          await next.datasync();
          await rename(unfinishedPath, path);
          await file?.close();
          file = next;
          sizeBytes = writtenBytes;
        });
      } catch (error) {
        await next.close();
        throw error;
      } finally {
        meanwhile = undefined;
      }
    },

    async close() {
      await lastWrite;
      await file?.close();
      file = undefined;
    },
  };
}

function recordOf(batch: StateBatch): Buffer {
  const bytes = serialize(batch);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(bytes.length, 0);
  head.writeUInt32LE(crc32(bytes), 4);
  return Buffer.concat([head, bytes]);
}
