import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id } from './ids.ts';

const MAX_SHARDS = 100_000;

/** A part of the bot's servers, which has a connection to Discord of its own. Direct messages belong to shard 0. */
export const ShardId = z.number().int().min(0).max(MAX_SHARDS);

/** A process that listens to Discord; it makes its id when it starts. */
const params = z.object({ listenerId: Id });

const Lease = z.object({
  shardIds: z.array(ShardId).max(MAX_SHARDS),
  /** How long they are the listener's, counted from before it asked. */
  leaseMs: z.number().int().positive(),
});

/**
 * Takes shards that nobody has, the lowest first: one process owns a shard at a time. None as long as somebody counts
 * the shards otherwise.
 */
export const takeShards = defineRoute({
  name: 'listener.take-shards',
  method: 'POST',
  path: '/internal/listeners/:listenerId/take',
  services: ['bot-client'],
  params,
  body: z.object({
    /** How many shards the bot has in all. */
    shardCount: z.number().int().min(1).max(MAX_SHARDS),
    most: z.number().int().min(1).max(MAX_SHARDS),
  }),
  output: Lease,
});

/** Keeps what the listener has. @returns what is still its own */
export const keepShards = defineRoute({
  name: 'listener.keep-shards',
  method: 'POST',
  path: '/internal/listeners/:listenerId/keep',
  services: ['bot-client'],
  idempotent: true,
  params,
  output: Lease,
});

/** Gives back what the listener has, so that others need not wait for its end. */
export const releaseShards = defineRoute({
  name: 'listener.release-shards',
  method: 'POST',
  path: '/internal/listeners/:listenerId/release',
  services: ['bot-client'],
  idempotent: true,
  params,
  output: z.object({}),
});
