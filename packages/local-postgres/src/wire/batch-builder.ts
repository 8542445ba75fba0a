import {
  closeStatementFrame,
  cstrings,
  frame,
  ProtocolViolation,
  queryFrame,
  readCstring,
} from '../protocol/frames.ts';
import { readSessionSql, type SessionEffect } from '../sql/session-sql.ts';

/** A query of the local database's own, that no SQL can be: it answers with the files of the cluster as a COPY of one tar. */
export const dumpCommand = 'LOCAL_POSTGRES_DUMP';

/** Frames of one client that must run without another client's between them: they end with Sync, Flush or a query. */
export interface Batch {
  frames: Buffer[];
  effects: SessionEffect[];
  /** Flush ends a batch without an answer that says "ready"; everything else must bring one. */
  endsReady: boolean;
  /** A Parse of the unnamed statement to run first if another client has replaced that statement since. */
  unnamedParse: Buffer | null;
  /** Whether the shared unnamed statement is this client's own afterwards. */
  definesUnnamed: boolean;
  /** Whether it is nothing but `dumpCommand`. */
  isDump: boolean;
}

interface PreparedStatement {
  sharedName: string;
  effects: SessionEffect[];
}

let lastStatementNumber = 0;

/**
 * Gathers a client's frames into batches. Prepared statements get names that are unique in the shared
 * session; portals need none, because they end with the transaction and transactions do not overlap.
 */
export class BatchBuilder {
  readonly #statements = new Map<string, PreparedStatement>();
  #unnamed: { parse: Buffer; effects: SessionEffect[] } | null = null;
  #batch = emptyBatch();

  /** Takes one whole frame; gives the batch when the frame ends one. */
  add(bytes: Buffer): Batch | null {
    const type = String.fromCharCode(bytes.readUInt8(0));
    switch (type) {
      case 'Q':
        this.#push(this.#readQuery(bytes));
        return this.#finish(true);
      case 'P':
        this.#push(this.#readParse(bytes));
        return null;
      case 'B':
        this.#push(this.#readBind(bytes));
        return null;
      case 'D':
      case 'C':
        this.#push(this.#readDescribeOrClose(type, bytes));
        return null;
      case 'E':
        this.#push(bytes);
        return null;
      case 'S':
      case 'F':
        this.#push(bytes);
        return this.#finish(true);
      case 'H':
        this.#push(bytes);
        return this.#finish(false);
      case 'd':
      case 'c':
      case 'f':
        // What a client still sends of a COPY that was refused; Postgres ignores it too.
        return null;
      default:
        throw new ProtocolViolation(`invalid frontend message type ${bytes.readUInt8(0)}`);
    }
  }

  /** Forgets every prepared statement, giving the frames that close them in the shared session. */
  forgetStatements(): Buffer[] {
    const frames = [...this.#statements.values()].map(({ sharedName }) => closeStatementFrame(sharedName));
    this.#statements.clear();
    return frames;
  }

  #finish(endsReady: boolean): Batch {
    const batch = this.#batch;
    batch.endsReady = endsReady;
    this.#batch = emptyBatch();
    return batch;
  }

  /** Adds a frame, extending the last piece where both lie side by side in the bytes received. */
  #push(bytes: Buffer): void {
    const { frames } = this.#batch;
    const last = frames.at(-1);
    if (last && last.buffer === bytes.buffer && last.byteOffset + last.length === bytes.byteOffset) {
      frames[frames.length - 1] = Buffer.from(bytes.buffer, last.byteOffset, last.length + bytes.length);
    } else {
      frames.push(bytes);
    }
  }

  #readQuery(bytes: Buffer): Buffer {
    const { value: text } = readCstring(bytes, 5);
    const { sql, effects } = readSessionSql(text, this.#nameStatement);
    this.#batch.effects.push(...effects);
    this.#unnamed = null;
    this.#batch.isDump = text === dumpCommand;
    return sql === text ? bytes : queryFrame(sql);
  }

  #readParse(bytes: Buffer): Buffer {
    const { value: name, next: textStart } = readCstring(bytes, 5);
    const { value: text, next: typesStart } = readCstring(bytes, textStart);
    const { sql, effects } = readSessionSql(text, this.#nameStatement);
    const sharedName = name === '' ? '' : this.#define(name, effects);
    const isUnchanged = sharedName === name && sql === text;
    const parse = isUnchanged ? bytes : frame('P', cstrings(sharedName, sql), bytes.subarray(typesStart));
    if (name === '') {
      this.#unnamed = { parse, effects };
      this.#batch.definesUnnamed = true;
    }
    return parse;
  }

  #readBind(bytes: Buffer): Buffer {
    const { value: portal, next: nameStart } = readCstring(bytes, 5);
    const { value: name, next: restStart } = readCstring(bytes, nameStart);
    if (name === '') {
      this.#needUnnamed();
      this.#batch.effects.push(...(this.#unnamed?.effects ?? []));
      return bytes;
    }
    this.#batch.effects.push(...(this.#statements.get(name)?.effects ?? []));
    return frame('B', cstrings(portal, this.#nameStatement(name, 'use')), bytes.subarray(restStart));
  }

  #readDescribeOrClose(type: 'D' | 'C', bytes: Buffer): Buffer {
    const isStatement = String.fromCharCode(bytes.readUInt8(5)) === 'S';
    const { value: name } = readCstring(bytes, 6);
    if (!isStatement) return bytes;
    if (name !== '')
      return frame(type, Buffer.from('S'), cstrings(this.#nameStatement(name, type === 'D' ? 'use' : 'forget')));
    if (type === 'D') this.#needUnnamed();
    else this.#unnamed = null;
    return bytes;
  }

  #needUnnamed(): void {
    if (!this.#batch.definesUnnamed) this.#batch.unnamedParse ??= this.#unnamed?.parse ?? null;
  }

  #define(name: string, effects: SessionEffect[]): string {
    const known = this.#statements.get(name);
    if (known) {
      // Either the name is taken, and Postgres says so, or its first definition had failed.
      known.effects = effects;
      return known.sharedName;
    }
    lastStatementNumber += 1;
    const sharedName = `client_statement_${lastStatementNumber}`;
    this.#statements.set(name, { sharedName, effects });
    return sharedName;
  }

  /** An unknown name stays as it is, so that Postgres complains about the name that the client wrote. */
  readonly #nameStatement = (name: string, use: 'define' | 'use' | 'forget'): string => {
    if (use === 'define') return this.#define(name, []);
    const sharedName = this.#statements.get(name)?.sharedName ?? name;
    if (use === 'forget') this.#statements.delete(name);
    return sharedName;
  };
}

function emptyBatch(): Batch {
  return { frames: [], effects: [], endsReady: true, unnamedParse: null, definesUnnamed: false, isDump: false };
}
