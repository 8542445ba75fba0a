import { AppError } from '../errors.ts';
import { explainRedis } from '../explain-redis.ts';
import type { SharedState } from './shared-state.ts';

/** `state`, with every failure of its store said as `unavailable`. */
export function sayUnavailable(state: SharedState): SharedState {
  return {
    ...state,
    get: (key) => reach(state.get(key)),
    set: (key, value, options) => reach(state.set(key, value, options)),
    delete: (key) => reach(state.delete(key)),
    takeToken: (bucket, limits) => reach(state.takeToken(bucket, limits)),
    claimOnce: (key, options) => reach(state.claimOnce(key, options)),
    publish: (channel, value) => reach(state.publish(channel, value)),
    subscribe: (channel, handler, onGap) => reach(state.subscribe(channel, handler, onGap)),
    ready: () => reach(state.ready()),
  };
}

async function reach<Value>(task: Promise<Value>): Promise<Value> {
  try {
    return await task;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('unavailable', `shared state cannot be reached: ${explainRedis(error)}`, { cause: error });
  }
}
