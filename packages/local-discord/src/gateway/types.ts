import type { WebSocket } from 'ws';
import type { User } from '../world/types.ts';
import type { Viewer, World, WorldEvent } from '../world/world.ts';
import type { CloseReason } from './close-codes.ts';

/** The websocket side: who is connected, and what each of them is told. */
export interface Gateway {
  readonly identifyLimits: IdentifyLimits;
  accept(socket: WebSocket, query: URLSearchParams): void;
  dispatch(world: World, event: WorldEvent): void;
  sessions(): readonly Session[];
  /** A session that cannot be resumed any more. */
  forget(session: Session): void;
  /** Ends every session of a world that is being replaced. */
  endWorld(world: World): void;
  /** Ends every session of one account, with this close code. */
  endAccount(user: User, reason: 'authenticationFailed'): void;
  close(): void;
}

/** Counts how often each application identifies. */
export interface IdentifyLimits {
  admit(world: World, user: User, shardId: number): 'admitted' | 'too-fast' | 'used-up';
  /** What GET /gateway/bot says of it. */
  describe(
    world: World,
    user: User,
  ): {
    total: number;
    remaining: number;
    reset_after: number;
    max_concurrency: number;
  };
  resetToken(world: World, user: User): void;
  /** A world that is put back starts with a full budget. */
  forget(world: World): void;
}

/** One websocket, before and after it identifies. */
export interface Connection {
  readonly socket: WebSocket;
  session: Session | undefined;
  /** A zombie looks open and hears nothing: no events, no acknowledgements. */
  isZombie: boolean;
  /** Whether the client is still within its payloads per minute; counts this one. */
  countPayload(nowMs: number): boolean;
  send(payload: string): void;
  /** Holds everything back for a while; order is kept. */
  pause(ms: number): void;
  close(reason: CloseReason): void;
  closeWith(code: number, text?: string): void;
  /** Whether everything sent so far has left this process. */
  isDrained(): boolean;
}

/** What somebody identified as; outlives its connection for a few minutes. */
export interface Session {
  readonly id: string;
  readonly world: World;
  readonly user: User;
  readonly viewer: Viewer;
  /** Undefined for people, who are told everything they may see. */
  readonly intents: number | undefined;
  readonly shard: readonly [index: number, count: number];
  readonly identifiedAtMs: number;
  connection: Connection | undefined;
  seq: number;
  /** Set while nobody is connected: gives the session up. */
  cancelExpiry: (() => void) | undefined;
  readonly replay: { readonly seq: number; readonly payload: string }[];
  /** When its connection was lost, in real time; undefined while somebody is connected. */
  lostAtMs: number | undefined;
  /** Held back by the fault `reorder-events`, to be sent after the next one. */
  heldBack: string | undefined;
}
