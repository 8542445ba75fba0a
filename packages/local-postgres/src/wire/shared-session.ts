import type { PGlite } from '@electric-sql/pglite';
import { readClusterFiles } from '../data/cluster.ts';
import {
  forEachFrame,
  queryFrame,
  readCstring,
  readDataRow,
  readErrorFields,
  type TransactionStatus,
  transactionStatusOf,
} from '../protocol/frames.ts';
import { readSettingsSql, type SessionSettings, sessionSettings, switchSettingsSql } from './session-settings.ts';

/** What the session answered to the frames of one run. */
export interface Answer {
  /** For the client that asked; without notifications. */
  bytes: Buffer;
  notifications: { channel: string; frame: Buffer }[];
  /** As of the last "ready"; null when the frames did not ask for one. */
  status: TransactionStatus | null;
  hasError: boolean;
  /** Whether the last transaction statement undid its transaction. */
  isRolledBack: boolean;
}

/** An internal statement failed; carries the database's sentence. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
}

/** The one session that PGlite has. Only one caller at a time may use it. */
export class SharedSession {
  readonly #db: PGlite;
  #settings = sessionSettings(new Map());
  readonly #customNames = new Set<string>();
  /** Whoever defined the unnamed prepared statement that the session holds now. */
  unnamedStatementOwner: object | null = null;

  constructor(db: PGlite) {
    this.#db = db;
  }

  /** Runs whole frames of the frontend protocol. Rejects only when the engine itself has broken. */
  async run(frames: Buffer): Promise<Answer> {
    const chunks: Buffer[] = [];
    await this.#db.execProtocolRawStream(frames, {
      // On a directory this does nothing; Postgres has written what it must.
      syncToFs: false,
      // The bytes belong to the engine and change with its next write.
      onRawData: (bytes) => void chunks.push(Buffer.from(bytes)),
    });
    const [first] = chunks;
    return readAnswer(chunks.length === 1 && first ? first : Buffer.concat(chunks));
  }

  /** Runs a statement of the server's own, giving the rows as text. */
  async query(sql: string): Promise<(string | null)[][]> {
    this.unnamedStatementOwner = null;
    const { bytes, hasError } = await this.run(queryFrame(sql));
    const rows: (string | null)[][] = [];
    forEachFrame(bytes, (type, start, end) => {
      if (type === 'D') rows.push(readDataRow(bytes, start));
      if (hasError && type === 'E') throw new SessionError(readErrorFields(bytes, start, end).get('M'));
    });
    return rows;
  }

  /** The files of the whole cluster as a tar, with everything that was committed. */
  async readClusterFiles(): Promise<Buffer> {
    await this.query('CHECKPOINT');
    return readClusterFiles(this.#db);
  }

  /** Makes the session have exactly these settings. */
  async adoptSettings(settings: SessionSettings): Promise<void> {
    if (settings.key === this.#settings.key) return;
    try {
      await this.query(switchSettingsSql(this.#settings, settings));
      this.#settings = settings;
    } catch (error) {
      await this.query('RESET ROLE; RESET ALL');
      this.#settings = sessionSettings(new Map());
      throw error;
    }
  }

  /** Reads the settings back after a client has changed some, among them perhaps these with a dot. */
  async readSettings(customNames: string[]): Promise<SessionSettings> {
    for (const name of customNames) this.#customNames.add(name);
    const rows = await this.query(readSettingsSql(this.#customNames));
    this.#settings = sessionSettings(new Map(rows.map(([name, value]) => [name ?? '', value ?? ''])));
    return this.#settings;
  }
}

function readAnswer(bytes: Buffer): Answer {
  const answer: Answer = { bytes, notifications: [], status: null, hasError: false, isRolledBack: false };
  const kept: Buffer[] = [];
  let keptTo = 0;
  forEachFrame(bytes, (type, start, end) => {
    if (type === 'A') {
      const frame = bytes.subarray(start, end);
      answer.notifications.push({ channel: readCstring(frame, 9).value, frame });
      kept.push(bytes.subarray(keptTo, start));
      keptTo = end;
    } else if (type === 'Z') answer.status = transactionStatusOf(bytes, start);
    else if (type === 'E') answer.hasError = true;
    else if (type === 'C') {
      const tag = bytes.toString('latin1', start + 5, end - 1);
      if (tag === 'ROLLBACK') answer.isRolledBack = true;
      else if (tag === 'COMMIT') answer.isRolledBack = false;
    }
  });
  if (keptTo > 0) answer.bytes = Buffer.concat([...kept, bytes.subarray(keptTo)]);
  return answer;
}
