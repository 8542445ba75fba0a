import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { FrameReader } from '../protocol/frame-reader.ts';
import {
  cstrings,
  errorFrame,
  frame,
  int32,
  ProtocolViolation,
  readCstring,
  readyFrame,
  type WireError,
} from '../protocol/frames.ts';
import { negotiateVersionFrame, parseStartupPacket, settingsOfStartup } from '../protocol/startup.ts';
import type { SessionEffect } from '../sql/session-sql.ts';
import { type Batch, BatchBuilder } from './batch-builder.ts';
import { type SessionSettings, sessionSettings } from './session-settings.ts';

/** The name of the only database. */
export const databaseName = 'postgres';

export interface ConnectionOptions {
  /** Sent to every client at its start, such as server_version. */
  serverParameters: ReadonlyMap<string, string>;
  /** When given, clients must know it. */
  password: string | undefined;
  onBatch(connection: ClientConnection): void;
  onClosed(connection: ClientConnection): void;
}

/** One client: its socket, what it has asked for, and the session that it believes to have alone. */
export class ClientConnection {
  readonly batches: Batch[] = [];
  readonly channels = new Set<string>();
  readonly builder = new BatchBuilder();
  /** What the open transaction will have done to the session when it commits. */
  pendingEffects: SessionEffect[] = [];
  settings: SessionSettings = sessionSettings(new Map());
  isClosed = false;

  readonly #id: number;
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #reader = new FrameReader();
  #phase: 'startup' | 'password' | 'ready' = 'startup';
  #startSettings: ReadonlyMap<string, string> = new Map();

  constructor(id: number, socket: Socket, options: ConnectionOptions) {
    this.#id = id;
    this.#socket = socket;
    this.#options = options;
    socket.setNoDelay(true);
    // A broken socket also closes, which is where it is handled.
    socket.on('error', () => {});
    socket.on('close', () => this.#close());
    socket.on('drain', () => socket.resume());
    socket.on('data', (chunk) => this.#receive(chunk));
  }

  send(bytes: Buffer): void {
    if (this.isClosed || bytes.length === 0) return;
    // A client that does not read its answers gets to ask no more until it does.
    if (!this.#socket.write(bytes)) this.#socket.pause();
  }

  /** Says why, and ends the connection. */
  fail(error: Omit<WireError, 'severity'>): void {
    if (this.isClosed) return;
    this.#socket.write(errorFrame({ severity: 'FATAL', ...error }));
    this.#socket.destroySoon();
    // A client that does not even read the reason is not waited for.
    setTimeout(() => this.#socket.destroy(), lastWordsMs).unref();
    this.#close();
  }

  /** Takes over what the client itself has set; what it has not set stays as it was at the start. */
  changeSettings(session: SessionSettings): void {
    this.settings = sessionSettings(new Map([...this.#startSettings, ...session.values]));
  }

  #close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.batches.length = 0;
    this.#options.onClosed(this);
  }

  #receive(chunk: Buffer): void {
    this.#reader.push(chunk);
    try {
      while (!this.isClosed && this.#readOne());
    } catch (error) {
      const isViolation = error instanceof ProtocolViolation || error instanceof RangeError;
      if (!isViolation) throw error;
      this.fail({ code: '08P01', message: `protocol violation: ${error.message}` });
    }
  }

  /** Handles one packet or frame; false when none is whole yet. */
  #readOne(): boolean {
    if (this.#phase === 'startup') {
      const packet = this.#reader.readStartupPacket();
      if (packet) this.#start(packet);
      return packet !== null;
    }
    const bytes = this.#reader.readFrame();
    if (!bytes) return false;
    if (bytes[0] === terminateType) {
      this.#socket.end();
      this.#close();
    } else if (this.#phase === 'password') this.#checkPassword(bytes);
    else {
      const batch = this.builder.add(bytes);
      if (batch) {
        this.batches.push(batch);
        this.#options.onBatch(this);
      }
    }
    return true;
  }

  #start(packet: Buffer): void {
    const request = parseStartupPacket(packet);
    if (request.kind === 'encryption') {
      this.#socket.write('N');
      return;
    }
    if (request.kind === 'cancel') {
      // A statement that runs cannot be interrupted: the engine has one thread and is in it.
      this.#socket.end();
      return;
    }
    const { parameters, protocolMinor } = request;
    const database = parameters.get('database') ?? parameters.get('user');
    if (database !== databaseName) {
      this.fail({
        code: '3D000',
        message: `database "${database}" does not exist; this server has one, "${databaseName}"`,
      });
      return;
    }
    const asksForMore = protocolMinor > 0 || [...parameters.keys()].some((name) => name.startsWith('_pq_.'));
    if (asksForMore) this.#socket.write(negotiateVersionFrame(parameters));
    this.#startSettings = settingsOfStartup(parameters);
    this.settings = sessionSettings(this.#startSettings);
    if (this.#options.password === undefined) this.#welcome();
    else {
      this.#phase = 'password';
      this.#socket.write(frame('R', int32(authenticationCleartext)));
    }
  }

  #checkPassword(bytes: Buffer): void {
    const given = bytes[0] === passwordType ? readCstring(bytes, 5).value : '';
    if (timingSafeEqual(sha256(given), sha256(this.#options.password ?? ''))) this.#welcome();
    else this.fail({ code: '28P01', message: 'password authentication failed' });
  }

  #welcome(): void {
    this.#phase = 'ready';
    const statuses = [...this.#options.serverParameters].map(([name, value]) => frame('S', cstrings(name, value)));
    const key = frame('K', int32(this.#id), int32(randomInt(2 ** 31)));
    this.#socket.write(Buffer.concat([frame('R', int32(authenticationOk)), ...statuses, key, readyFrame('idle')]));
  }
}

const lastWordsMs = 1000;
const authenticationOk = 0;
const authenticationCleartext = 3;
const terminateType = 'X'.charCodeAt(0);
const passwordType = 'p'.charCodeAt(0);

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
