import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { parseExactJson } from '../exact-json.ts';
import type { Hub } from '../hub.ts';
import { type ArmedKind, namesSomebody } from '../local/faults.ts';
import { renderAvailableGuild } from '../render/guild.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Guild, User } from '../world/types.ts';
import type { World, WorldEvent } from '../world/world.ts';
import type { Account } from '../world/worlds.ts';
import { isTold } from './audience.ts';
import { compressionOf, createConnection } from './connection.ts';
import { checkIdentify, identifyForm, resumeForm } from './identify.ts';
import { createIdentifyLimits } from './identify-limits.ts';
import { admits } from './intents.ts';
import { sendMembers } from './members-request.ts';
import { updatePresence } from './presence.ts';
import { readyForBot, readyForPerson, seesMembers } from './ready.ts';
import { createSession, missedSince, recordDispatch, shardOf } from './session.ts';
import type { Connection, Gateway, Session } from './types.ts';

/** How long a session waits for its client to come back. */
const SESSION_KEPT_MS = 3 * 60_000;

/** Discord greets a moment after the handshake; some clients lose a greeting that comes in one piece with its answer. */
const HELLO_AFTER_MS = 10;

/** Discord's limit on what a client may send. */
const MAX_PAYLOAD_BYTES = 4_096;

export function createGateway(hub: () => Hub): Gateway {
  const sessions = new Map<string, Session>();
  const connections = new Set<Connection>();
  const identifyLimits = createIdentifyLimits(hub);

  function accept(socket: WebSocket, query: URLSearchParams): void {
    const compression = compressionOf(query.get('compress'));
    const connection = createConnection(socket, compression ?? 'none');
    connections.add(connection);
    const watchdog = setTimeout(() => connection.close('unknownError'), hub().heartbeatIntervalMs * 1.5);
    watchdog.unref();

    socket.on('message', (data: Buffer) => {
      watchdog.refresh();
      receive(connection, data);
    });
    socket.on('close', (code: number) => {
      clearTimeout(watchdog);
      connections.delete(connection);
      release(connection, code);
    });
    socket.on('error', () => undefined); // The close event follows and does what there is to do.

    const version = query.get('v');
    if (version !== null && version !== '10' && version !== '9') return connection.close('invalidVersion');
    const encoding = query.get('encoding') ?? 'json';
    if (encoding !== 'json' || compression === undefined) {
      const asked = compression === undefined ? `compress=${query.get('compress')}` : `encoding=${encoding}`;
      const text = `a client asked for ${asked}, which is not spoken here: use JSON, plain, zlib-stream or zstd-stream`;
      hub().log.add({ kind: 'notice', world: undefined, text });
      return connection.close('decodeError');
    }
    const hello = { heartbeat_interval: hub().heartbeatIntervalMs, _trace: [] };
    setTimeout(() => connection.send(JSON.stringify({ t: null, s: null, op: Op.Hello, d: hello })), HELLO_AFTER_MS);
  }

  function receive(connection: Connection, data: Buffer): void {
    if (!connection.countPayload(Date.now())) return connection.close('rateLimited');
    if (data.length > MAX_PAYLOAD_BYTES) return connection.close('decodeError');
    let payload: { op?: unknown; d?: unknown };
    try {
      payload = parseExactJson(data.toString('utf8')) as typeof payload;
    } catch {
      return connection.close('decodeError');
    }
    if (typeof payload !== 'object' || payload === null || typeof payload.op !== 'number') {
      return connection.close('decodeError');
    }
    const op: Op = payload.op;
    if (op !== Op.Heartbeat) logReceived(connection, op, payload.d, data.toString('utf8'));
    handle(connection, op, payload.d);
  }

  function logReceived(connection: Connection, op: Op, data: unknown, payload: string): void {
    // Who begins or resumes a session has none yet, and says by its token who it is.
    const sender = connection.session ?? accountOf((data as { token?: unknown } | null | undefined)?.token);
    hub().log.add({
      kind: 'received',
      world: sender?.world.name,
      by: sender?.user.username ?? 'nobody',
      op,
      // The token of an identify or resume is nobody else's business.
      payload:
        op === Op.Identify || op === Op.Resume ? payload.replace(/"token"\s*:\s*"[^"]*"/, '"token":"…"') : payload,
    });
  }

  function accountOf(token: unknown): Account | undefined {
    return typeof token === 'string' ? hub().worlds.account(token.replace(/^Bot /, '')) : undefined;
  }

  function handle(connection: Connection, op: Op, data: unknown): void {
    const { session } = connection;
    switch (op) {
      case Op.Heartbeat: {
        const occasion = { world: session?.world, user: session?.user.username };
        if (!hub().faults.take('no-heartbeat-ack', occasion)) connection.send('{"t":null,"s":null,"op":11,"d":null}');
        return;
      }
      case Op.Identify:
        return session ? connection.close('alreadyAuthenticated') : identify(connection, data);
      case Op.Resume:
        return session ? connection.close('alreadyAuthenticated') : resume(connection, data);
      case Op.PresenceUpdate:
        return session ? updatePresence(session, data) : connection.close('notAuthenticated');
      case Op.RequestGuildMembers:
        return session
          ? sendMembers(session, data, (name, body) => tell(session, name, body))
          : connection.close('notAuthenticated');
      case Op.VoiceStateUpdate:
      case Op.RequestSoundboardSounds:
        if (!session) connection.close('notAuthenticated');
        return;
      case Op.Dispatch:
      case Op.Reconnect:
      case Op.InvalidSession:
      case Op.Hello:
      case Op.HeartbeatAck:
      case Op.RequestChannelInfo:
      default:
        // People's clients subscribe to guilds with codes of their own; everything is sent to them anyway.
        if (session && !session.user.bot) return;
        connection.close(session || !(op in Op) ? 'unknownOpcode' : 'notAuthenticated');
    }
  }

  function identify(connection: Connection, data: unknown): void {
    const parsed = identifyForm.safeParse(data);
    if (!parsed.success) return connection.close('decodeError');
    const form = parsed.data;
    const account = accountOf(form.token);
    if (!account) return connection.close('authenticationFailed');
    const { world, user } = account;
    const occasion = { world, user: user.username };

    const refusal = hub().faults.take('refuse-identify', occasion);
    if (refusal) return connection.closeWith(refusal.code ?? 4000, 'Refused by a fault.');
    if (user.bot) {
      const refusedByFault = hub().faults.take('refuse-intents', occasion);
      const refused = hub().refusedIntents | (refusedByFault ? (refusedByFault.intents ?? ~0) : 0);
      const problem = checkIdentify(world, form, refused);
      if (problem) return connection.close(problem);
      switch (identifyLimits.admit(world, user, form.shard?.[0] ?? 0)) {
        case 'too-fast':
          return connection.send('{"t":null,"s":null,"op":9,"d":false}');
        case 'used-up':
          identifyLimits.resetToken(world, user);
          endAccount(user, 'authenticationFailed');
          return connection.close('authenticationFailed');
        case 'admitted':
      }
    }

    const session = createSession(world, user, {
      intents: user.bot ? (form.intents ?? 0) : undefined,
      shard: form.shard ?? [0, 1],
      mayReadContent: !user.bot || ((form.intents ?? 0) & (1 << 15)) !== 0,
      connection,
    });
    sessions.set(session.id, session);
    connection.session = session;
    const delay = hub().faults.take('delay-ready', occasion);
    if (!delay) return welcome(session);
    void sleep(delay.delayMs ?? 1_000, undefined, { ref: false }).then(() => welcome(session));
  }

  function welcome(session: Session): void {
    const { world, user } = session;
    if (!user.bot) return tell(session, 'READY', readyForPerson(world, session, [...sessions.values()], hub()));
    const guilds = guildsOfShard(session);
    const guildIds = guilds.map(({ id }) => id);
    tell(session, 'READY', readyForBot(world, session, guildIds, hub()));
    if (!admits(session.intents ?? 0, 'GUILD_CREATE', false)) return;
    for (const guild of guilds) {
      if (guild.unavailable) continue;
      tell(session, 'GUILD_CREATE', renderAvailableGuild(world, guild, session.viewer, seesMembers(session)));
    }
  }

  function resume(connection: Connection, data: unknown): void {
    const parsed = resumeForm.safeParse(data);
    if (!parsed.success) return connection.close('decodeError');
    const { token, session_id: sessionId, seq } = parsed.data;
    const session = sessions.get(sessionId);
    const account = accountOf(token);
    if (!account) return connection.close('authenticationFailed');
    if (!session || session.user.id !== account.user.id) return connection.send('{"t":null,"s":null,"op":9,"d":false}');
    if (seq > session.seq) return connection.close('invalidSeq');
    const missed = missedSince(session, seq);
    if (!missed) {
      end(session);
      return connection.send('{"t":null,"s":null,"op":9,"d":false}');
    }

    session.cancelExpiry?.();
    session.cancelExpiry = undefined;
    session.lostAtMs = undefined;
    const old = session.connection;
    if (old) {
      old.session = undefined;
      old.close('unknownError');
    }
    session.connection = connection;
    connection.session = session;
    for (const payload of missed) connection.send(payload);
    hub().activity.touch(session.world);
    tell(session, 'RESUMED', { _trace: [] });
  }

  /** The socket is gone: a clean close ends the session, anything else leaves it waiting for a resume. */
  function release(connection: Connection, code: number): void {
    const { session } = connection;
    if (!session) return;
    connection.session = undefined;
    session.connection = undefined;
    session.lostAtMs = Date.now();
    if (code === 1000 || code === 1001) return end(session);
    session.cancelExpiry = hub().clock.after(SESSION_KEPT_MS, () => end(session));
  }

  function end(session: Session): void {
    session.cancelExpiry?.();
    sessions.delete(session.id);
    if (session.connection) session.connection.session = undefined;
  }

  /** Whether a session that an event is meant for is still somebody's. */
  const isAround = (sessionId: string, userId: Snowflake) => sessions.get(sessionId)?.user.id === userId;

  function dispatch(world: World, event: WorldEvent): void {
    for (const session of sessions.values()) {
      if (session.world !== world || !isTold(session, event, isAround)) continue;
      const data = event.dataFor(session.viewer);
      if (data) tell(session, event.name, data);
    }
  }

  /** Numbers an event, keeps it for a resume, and sends it unless a fault says otherwise. */
  function tell(session: Session, name: string, data: object): void {
    const payload = recordDispatch(session, name, data);
    const { world, user } = session;
    if (user.bot) hub().activity.touch(world);
    hub().log.add({ kind: 'event', world: world.name, to: user.username, session: session.id, name, payload });
    const { connection } = session;
    if (!connection) return;

    const occasion = { world, event: name, user: user.username, text: () => payload };
    const take = (kind: ArmedKind) => hub().faults.take(kind, occasion, user.bot ? undefined : namesSomebody);
    if (take('drop-event')) return;
    if (session.heldBack === undefined && take('reorder-events')) {
      session.heldBack = payload;
      return;
    }
    const delay = take('delay-event');
    if (delay) connection.pause(delay.delayMs ?? 1_000);
    connection.send(payload);
    if (take('duplicate-event')) connection.send(payload);
    if (session.heldBack !== undefined) {
      connection.send(session.heldBack);
      session.heldBack = undefined;
    }
  }

  function endAccount(user: User, reason: 'authenticationFailed'): void {
    for (const session of sessions.values()) {
      if (session.user !== user) continue;
      const { connection } = session;
      end(session);
      connection?.close(reason);
    }
  }

  return {
    identifyLimits,
    accept,
    dispatch,
    sessions: () => [...sessions.values()],
    forget: end,
    endWorld(world) {
      identifyLimits.forget(world);
      for (const session of sessions.values()) {
        if (session.world !== world) continue;
        const { connection } = session;
        end(session);
        connection?.close('sessionTimedOut');
      }
    },
    endAccount,
    close() {
      for (const session of sessions.values()) session.cancelExpiry?.();
      sessions.clear();
      for (const { socket } of connections) socket.terminate();
    },
  };
}

/** The guilds of this session's account that its shard looks after. */
function guildsOfShard({ world, user, shard: [index, count] }: Session): Guild[] {
  return [...world.guilds.values()].filter((guild) => guild.members.has(user.id) && shardOf(guild.id, count) === index);
}
