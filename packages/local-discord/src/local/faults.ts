import { z } from 'zod';
import type { World } from '../world/world.ts';

/** Faults that wait for a request or an event that matches, and what each does. */
export const armedKinds = {
  'error-before': 'answers 500 (or `status`, or `errorCode` as Discord gives it, with `errorMessage`) and does nothing',
  'error-after': 'does what was asked and answers as error-before does',
  delay: 'does what was asked and answers `delayMs` later',
  'delay-before': 'waits `delayMs`, then does what was asked',
  'drop-answer': 'does what was asked and closes the connection without an answer',
  'lost-message': 'answers 204 as webhooks without `wait` do, and saves nothing',
  'html-error': "answers 502 (or `status`) with a proxy's HTML page and does nothing",
  'rate-limit': 'answers 429 with `retryAfter` seconds and `scope` user, global, shared or html',
  'duplicate-event': 'sends the event twice, under one number',
  'reorder-events': 'holds the event back until the next one was sent',
  'drop-event': 'does not send the event; a resume would bring it',
  'delay-event': 'holds this event and all behind it back for `delayMs`',
  'delay-ready': 'sends READY `delayMs` after the identify',
  'refuse-intents': 'closes an identify that asks for the bits `intents` (any, unless said) with 4014',
  'refuse-identify': 'closes an identify with `code`, 4000 unless said',
  'no-heartbeat-ack': 'does not acknowledge a heartbeat',
} as const;

/** Faults that happen at once, and what each does. */
export const instantKinds = {
  'drop-connection': 'cuts the socket; with `resume: false` closes it with `code` (4009) and forgets the session',
  zombie: 'leaves the socket open and deaf: no events, no acknowledgements',
  reconnect: 'sends op 7',
  'invalid-session': 'sends op 9 with `resume`; false also forgets the session',
  'heartbeat-request': 'sends op 1',
  'guild-outage': 'makes the guild unavailable and refuses calls to it',
  'guild-return': 'ends the outage',
  'webhook-deleted': 'deletes `webhookId`, or the webhooks of `channelId`, or all',
  'channel-deleted': 'deletes `channelId`',
  'thread-archived': 'archives the thread `channelId`',
  'thread-locked': 'archives and locks the thread `channelId`',
  'message-deleted': 'deletes `messageId`',
  'link-preview': 'adds an embed to `messageId`, as Discord does for links: an update that is no edit',
  'permission-removed': 'takes the bits `permissions` from the bot in `channelId`, or in the guild',
  'direct-messages-closed': 'lets `match.user` take no direct messages: 50007',
  'direct-messages-opened': 'lets `match.user` take them again',
  'token-reset':
    'gives the bot another token and ends its sessions with 4004; resetting the world brings the token back',
} as const;

function keysOf<Kind extends string>(kinds: Readonly<Record<Kind, string>>): Kind[] {
  return Object.keys(kinds) as Kind[];
}

const match = z.union([
  z.string(),
  z.object({
    /** Of a request. */
    method: z.string().toUpperCase().optional(),
    /** Part of a request's path and query. */
    path: z.string().optional(),
    /** Name of an event, such as MESSAGE_CREATE. */
    event: z.string().optional(),
    /** Part of the request's or event's JSON. */
    text: z.string().optional(),
    /** Name of an account: `Tzurot`, `ada`. */
    user: z.string().optional(),
  }),
]);

export const faultForm = z.object({
  kind: z.enum([...keysOf(armedKinds), ...keysOf(instantKinds)]),
  match: match.optional(),
  /** How often; null until it is removed. */
  times: z.int().min(1).nullable().default(1),
  /** The world it is for; all of them when absent. */
  world: z.string().optional(),
  /** HTTP status of error-before, error-after and html-error. */
  status: z.int().min(400).max(599).optional(),
  /** error-before and error-after: one of Discord's JSON codes, such as 200000; brings its status and message along. */
  errorCode: z.int().min(0).default(0),
  errorMessage: z.string().optional(),
  /** How long the kinds named delay wait; a second unless said. */
  delayMs: z.int().min(0).max(600_000).optional(),
  /** Whether a dropped connection, or an invalid session, may be resumed. */
  resume: z.boolean().default(true),
  /** Close code of drop-connection and refuse-identify. */
  code: z.int().min(1000).max(4999).optional(),
  /** rate-limit: `user`, `global`, `shared`, or `html` for a page as Cloudflare sends it. */
  scope: z.enum(['user', 'global', 'shared', 'html']).default('user'),
  /** rate-limit, and errors with status 429: seconds to wait. */
  retryAfter: z.number().min(0).max(3_600).default(1),
  /** refuse-intents: bits; the privileged ones when absent. */
  intents: z.int().min(0).optional(),
  /** What the instant faults act on. */
  guildId: z.string().optional(),
  channelId: z.string().optional(),
  messageId: z.string().optional(),
  webhookId: z.string().optional(),
  /** permission-removed: bits taken from the bot in the channel, or in the guild without one. */
  permissions: z.string().regex(/^\d+$/).optional(),
});

export type Fault = z.output<typeof faultForm>;
export type FaultInput = z.input<typeof faultForm>;
export type ArmedKind = keyof typeof armedKinds;
export type InstantKind = keyof typeof instantKinds;

/** Whether a fault acts at once. */
export function isInstant(fault: Fault): fault is Fault & { kind: InstantKind } {
  return fault.kind in instantKinds;
}

export interface ArmedFault extends Fault {
  readonly id: number;
  remaining: number | null;
}

/** What a fault is compared with. */
export interface Occasion {
  readonly world: World | undefined;
  readonly method?: string;
  readonly path?: string;
  readonly event?: string;
  readonly user?: string | undefined;
  /** Made only when some fault asks for it. */
  readonly text?: () => string;
}

export interface Faults {
  arm(fault: Fault): ArmedFault;
  list(): readonly ArmedFault[];
  /** Removes one by id, all of a kind, or all. @returns how many */
  remove(which: { id?: number | undefined; kind?: string | undefined }): number;
  /** Uses up one matching fault of this kind. */
  take(kind: ArmedKind, occasion: Occasion, allow?: (fault: ArmedFault) => boolean): ArmedFault | undefined;
}

export function createFaults(): Faults {
  let armed: ArmedFault[] = [];
  let lastId = 0;

  return {
    arm(fault) {
      lastId += 1;
      const entry: ArmedFault = { ...fault, id: lastId, remaining: fault.times };
      armed.push(entry);
      return entry;
    },
    list: () => armed,
    remove({ id, kind }) {
      const before = armed.length;
      armed = armed.filter(
        (each) => (id !== undefined && each.id !== id) || (kind !== undefined && each.kind !== kind),
      );
      return before - armed.length;
    },
    take(kind, occasion, allow = () => true) {
      if (armed.length === 0) return undefined;
      const found = armed.find((each) => each.kind === kind && allow(each) && matches(each, occasion));
      if (!found) return undefined;
      if (found.remaining !== null) {
        found.remaining -= 1;
        if (found.remaining <= 0) armed = armed.filter((each) => each !== found);
      }
      return found;
    },
  };
}

/** Faults touch applications; people only when a fault names them. */
export function namesSomebody({ match: wanted }: ArmedFault): boolean {
  return typeof wanted === 'object' && wanted.user !== undefined;
}

function matches(fault: ArmedFault, occasion: Occasion): boolean {
  if (fault.world !== undefined && fault.world !== occasion.world?.name) return false;
  const wanted = fault.match;
  if (wanted === undefined) return true;
  if (typeof wanted === 'string') {
    const subject = occasion.event ?? `${occasion.method ?? ''} ${occasion.path ?? ''}`;
    return subject.includes(wanted) || (occasion.text?.().includes(wanted) ?? false);
  }
  if (wanted.method !== undefined && wanted.method !== occasion.method) return false;
  if (wanted.path !== undefined && !occasion.path?.includes(wanted.path)) return false;
  if (wanted.event !== undefined && wanted.event !== occasion.event) return false;
  if (wanted.user !== undefined && wanted.user !== occasion.user) return false;
  return wanted.text === undefined || (occasion.text?.().includes(wanted.text) ?? false);
}
