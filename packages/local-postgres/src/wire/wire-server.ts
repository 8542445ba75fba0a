import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import { errorMessage, LocalPostgresError, systemErrorCode } from '../errors.ts';
import { copyOutFrames, errorFrame, queryFrame, readyFrame, syncFrame } from '../protocol/frames.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import type { SessionEffect } from '../sql/session-sql.ts';
import { ClientConnection } from './client-connection.ts';
import { sessionSettings } from './session-settings.ts';
import { SessionError, type SharedSession } from './shared-session.ts';

export interface WireServerOptions {
  /** A client that leaves a transaction open and says nothing for so long is cut off; 0 waits forever. */
  idleInTransactionTimeoutMs: number;
  /** When given, clients must know it. */
  password: string | undefined;
  /** Called once when the engine breaks; the server serves nobody after that. */
  onFailure(error: LocalPostgresError): void;
}

type Task = () => Promise<void>;

// Long enough to be worth it, short enough that sockets and timers do not wait noticeably.
const sliceMs = 2;

/**
 * Serves many Postgres clients from one session. Turns alternate between clients, batch by batch;
 * who opens a transaction keeps the session until it ends.
 */
export class WireServer {
  readonly #options: WireServerOptions;
  readonly #server: Server;
  readonly #connections = new Set<ClientConnection>();
  /** Sockets that came before the database was ready. */
  readonly #early: Socket[] = [];
  /** Whose turn comes next: clients with something to run, each at most once, and the server's own tasks. */
  readonly #waiting = new Set<ClientConnection | Task>();
  #session: SharedSession | null = null;
  #serverParameters: ReadonlyMap<string, string> = new Map();
  /** The client that holds the session because its transaction is open. */
  #owner: ClientConnection | null = null;
  #isWorking = false;
  #hasFailed = false;
  /** Rejected when the engine breaks. */
  readonly #failure = Promise.withResolvers<never>();
  #clientTurnCount = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #lastConnectionId = 0;

  constructor(options: WireServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
    this.#failure.promise.catch(() => {});
  }

  /**
   * Takes the port. Clients that come now wait until `serve`.
   * @returns the port, chosen by the system when 0 was asked for
   * @throws LocalPostgresError `port-taken`
   */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(listenError(error, host, port)));
      this.#server.listen({ host, port }, resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  /** Begins to answer clients from this session. */
  async serve(session: SharedSession): Promise<void> {
    this.#serverParameters = new Map(
      (await session.query(readServerParametersSql)).map(([name, value]) => [name ?? '', value ?? '']),
    );
    this.#session = session;
    for (const socket of this.#early.splice(0)) this.#accept(socket);
  }

  get clientTurnCount(): number {
    return this.#clientTurnCount;
  }

  /** Runs a task with the server's own settings while no client runs anything and no transaction is open. */
  exclusively<T>(task: (session: SharedSession) => Promise<T>): Promise<T> {
    const done = new Promise<T>((resolve, reject) => {
      this.#enqueue(async () => {
        try {
          const session = this.#requireSession();
          await session.adoptSettings(ownSettings);
          resolve(await task(session));
        } catch (error) {
          reject(error);
        }
      });
    });
    return Promise.race([done, this.#failure.promise]);
  }

  /** Tells every client that the server goes away, undoes open transactions and frees the port. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#early.splice(0)) socket.destroy();
    for (const connection of this.#connections) {
      connection.fail({ code: '57P01', message: 'terminating connection because the local database is stopping' });
    }
    clearTimeout(this.#idleTimer);
    if (this.#session && !this.#hasFailed) await this.exclusively(async () => {});
    await closed;
  }

  #accept(socket: Socket): void {
    if (this.#hasFailed) {
      socket.destroy();
      return;
    }
    if (!this.#session) {
      this.#early.push(socket);
      return;
    }
    this.#lastConnectionId += 1;
    const connection = new ClientConnection(this.#lastConnectionId, socket, {
      serverParameters: this.#serverParameters,
      password: this.#options.password,
      onBatch: (from) => {
        if (from === this.#owner) void this.#work();
        else this.#enqueue(from);
      },
      onClosed: (from) => this.#drop(from),
    });
    this.#connections.add(connection);
  }

  #drop(connection: ClientConnection): void {
    this.#connections.delete(connection);
    this.#waiting.delete(connection);
    if (connection === this.#owner) void this.#work();
    else this.#enqueue(() => this.#forget(connection));
  }

  #enqueue(next: ClientConnection | Task): void {
    this.#waiting.add(next);
    void this.#work();
  }

  /** Takes turns as long as there is something to do. */
  async #work(): Promise<void> {
    if (this.#isWorking || this.#hasFailed || !this.#session) return;
    this.#isWorking = true;
    clearTimeout(this.#idleTimer);
    try {
      let sliceEndsAt = performance.now() + sliceMs;
      for (let turn = this.#nextTurn(); turn; turn = this.#nextTurn()) {
        await turn();
        if (performance.now() > sliceEndsAt) {
          await nextLoopTurn();
          sliceEndsAt = performance.now() + sliceMs;
        }
      }
    } catch (error) {
      this.#breakDown(error);
      return;
    } finally {
      this.#isWorking = false;
    }
    this.#watchIdleOwner();
  }

  #nextTurn(): Task | null {
    const owner = this.#owner;
    if (owner) {
      if (owner.isClosed) return () => this.#forget(owner);
      return owner.batches.length > 0 ? () => this.#runBatch(owner) : null;
    }
    const [next] = this.#waiting;
    if (!next) return null;
    this.#waiting.delete(next);
    return next instanceof ClientConnection ? () => this.#runBatch(next) : next;
  }

  async #runBatch(connection: ClientConnection): Promise<void> {
    const session = this.#requireSession();
    const batch = connection.batches.shift();
    if (!batch) return;
    this.#clientTurnCount += 1;
    // Whoever has more to run goes to the end of the line; while it owns the session nobody else is asked.
    if (connection.batches.length > 0) this.#waiting.add(connection);
    if (batch.isDump) {
      connection.send(await this.#answerDump());
      return;
    }
    if (!this.#owner && !(await this.#adoptSettings(connection))) return;

    // Another client has replaced the unnamed statement that this batch goes on using.
    const restored = session.unnamedStatementOwner === connection ? null : batch.unnamedParse;
    const answer = await session.run(joinFrames(restored ? [restored, ...batch.frames] : batch.frames));
    if (batch.endsReady && !answer.status) throw new Error('the engine gave no answer');
    session.unnamedStatementOwner = connection;
    // The client did not ask for that Parse, so it does not hear that it is complete.
    const isRestored = restored !== null && answer.bytes[0] === parseCompleteType;
    connection.send(isRestored ? answer.bytes.subarray(parseCompleteBytes) : answer.bytes);
    for (const { channel, frame } of answer.notifications) this.#notify(channel, frame);

    connection.pendingEffects.push(...batch.effects);
    this.#owner = answer.status === 'idle' ? null : connection;
    // What its owner sent while the last batch of the transaction ran has not been lined up for a turn.
    if (!this.#owner && connection.batches.length > 0) this.#waiting.add(connection);
    if (answer.status === 'idle') {
      const effects = connection.pendingEffects.splice(0);
      const isUndone = answer.hasError || answer.isRolledBack;
      await this.#apply(connection, effects, isUndone);
    }
  }

  async #answerDump(): Promise<Buffer> {
    if (this.#owner) {
      const error = {
        severity: 'ERROR',
        code: '25001',
        message: 'a dump cannot be made inside a transaction',
      } as const;
      return Buffer.concat([errorFrame(error), readyFrame('open')]);
    }
    const files = await this.#requireSession().readClusterFiles();
    return Buffer.concat([...copyOutFrames(files), readyFrame('idle')]);
  }

  /** False when the client's settings are refused; the client is gone then. */
  async #adoptSettings(connection: ClientConnection): Promise<boolean> {
    try {
      await this.#requireSession().adoptSettings(connection.settings);
      return true;
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      connection.fail({ code: '22023', message: `a setting of this connection is refused: ${error.message}` });
      return false;
    }
  }

  #notify(channel: string, frame: Buffer): void {
    for (const connection of this.#connections) if (connection.channels.has(channel)) connection.send(frame);
  }

  async #apply(connection: ClientConnection, effects: SessionEffect[], isUndone: boolean): Promise<void> {
    const left = new Set<string>();
    for (const effect of effects) {
      if (effect.kind === 'settings') {
        connection.changeSettings(await this.#requireSession().readSettings(effect.customNames));
      } else if (effect.kind === 'forget-statements') await this.#closeStatements(connection);
      else if (isUndone) continue;
      else if (effect.kind === 'listen') connection.channels.add(effect.channel);
      else {
        for (const channel of effect.kind === 'unlisten' ? [effect.channel] : connection.channels) {
          connection.channels.delete(channel);
          left.add(channel);
        }
      }
    }
    await this.#leaveChannels(left);
  }

  /** The session stops listening to what no client listens to any more. */
  async #leaveChannels(channels: Iterable<string>): Promise<void> {
    const unheard = [...channels].filter((channel) => ![...this.#connections].some((one) => one.channels.has(channel)));
    if (unheard.length === 0) return;
    await this.#requireSession().query(unheard.map((channel) => `UNLISTEN ${quoteIdentifier(channel)}`).join('; '));
  }

  async #closeStatements(connection: ClientConnection): Promise<void> {
    const frames = connection.builder.forgetStatements();
    if (frames.length > 0) await this.#requireSession().run(Buffer.concat([...frames, syncFrame]));
  }

  /** Undoes and forgets whatever a closed connection left in the session. */
  async #forget(connection: ClientConnection): Promise<void> {
    const session = this.#requireSession();
    if (this.#owner === connection) {
      // The Sync ends an extended query that was left half-way; without one it does nothing.
      await session.run(Buffer.concat([syncFrame, queryFrame('ROLLBACK')]));
      session.unnamedStatementOwner = null;
      this.#owner = null;
    }
    await this.#closeStatements(connection);
    await this.#leaveChannels(connection.channels);
  }

  #watchIdleOwner(): void {
    const owner = this.#owner;
    const { idleInTransactionTimeoutMs } = this.#options;
    if (!owner || idleInTransactionTimeoutMs === 0) return;
    const turnCount = this.#clientTurnCount;
    const isStillIdle = () => this.#clientTurnCount === turnCount && !owner.isClosed;
    this.#idleTimer = setTimeout(() => void this.#cutIdleOwner(owner, isStillIdle), idleInTransactionTimeoutMs);
  }

  async #cutIdleOwner(owner: ClientConnection, isStillIdle: () => boolean): Promise<void> {
    // After a pause of the whole process the client's words may be here, only not read yet.
    await nextLoopTurn();
    await nextLoopTurn();
    if (!isStillIdle()) return;
    owner.fail({
      code: '25P03',
      message: `terminating connection due to idle-in-transaction timeout: a transaction was open and idle for ${this.#options.idleInTransactionTimeoutMs} ms`,
      hint: 'The local database has one session, so an open transaction stops everybody. Await only the database inside one.',
    });
  }

  #breakDown(cause: unknown): void {
    this.#hasFailed = true;
    for (const connection of this.#connections) {
      connection.fail({ code: 'XX000', message: 'the local database has broken down and must be started again' });
    }
    const error = new LocalPostgresError(
      'engine-failed',
      `The database engine has broken down: ${errorMessage(cause)}.`,
      { cause },
    );
    this.#failure.reject(error);
    this.#options.onFailure(error);
  }

  #requireSession(): SharedSession {
    if (!this.#session) throw new Error('the database is not open yet');
    return this.#session;
  }
}

function joinFrames(frames: Buffer[]): Buffer {
  const [first] = frames;
  return frames.length === 1 && first ? first : Buffer.concat(frames);
}

const ownSettings = sessionSettings(new Map());
const parseCompleteType = '1'.charCodeAt(0);
const parseCompleteBytes = 5;

const reportedParameters = [
  'server_version',
  'server_encoding',
  'client_encoding',
  'DateStyle',
  'TimeZone',
  'IntervalStyle',
  'integer_datetimes',
  'standard_conforming_strings',
  'default_transaction_read_only',
  'is_superuser',
  'in_hot_standby',
];

const readServerParametersSql = reportedParameters
  .map((name) => `SELECT '${name}', current_setting('${name}')`)
  .join(' UNION ALL ');

function listenError(error: Error, host: string, port: number): Error {
  const code = systemErrorCode(error);
  const reasons: Record<string, string> = {
    EADDRINUSE: 'it is already in use. Stop the program that uses it, or choose another port',
    EACCES: 'this user may not. Choose a port above 1023',
    EADDRNOTAVAIL: 'this machine has no such address. Use 127.0.0.1',
  };
  const reason = reasons[code ?? ''];
  if (!reason) return error;
  return new LocalPostgresError('port-taken', `The local database cannot take port ${port} on ${host}: ${reason}.`, {
    cause: error,
  });
}
