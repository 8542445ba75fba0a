import { randomBytes } from 'node:crypto';
import type { SharedState } from '@tzurot/platform';
import { z } from 'zod';

const KEEP_MS = 60 * 60_000;

const Texts = z.record(z.string(), z.string());

/** What somebody entered into a section of a dashboard, and what its form was filled with. */
const Typed = z.object({ section: z.string(), id: z.string(), base: z.string(), was: Texts, values: Texts });
export type Typed = z.infer<typeof Typed>;

/** Keeps it for an hour, for this person alone. Returns its key. */
export async function keepTyped(state: SharedState, userId: string, typed: Typed): Promise<string> {
  const key = randomBytes(9).toString('base64url');
  await state.set(keyOf(userId, key), typed, { ttlMs: KEEP_MS });
  return key;
}

/** Null when the hour is over, or it is somebody else's. */
export async function readTyped(state: SharedState, userId: string, key: string): Promise<Typed | null> {
  return Typed.nullable()
    .catch(null)
    .parse(await state.get(keyOf(userId, key)));
}

function keyOf(userId: string, key: string): string {
  return `typed:${userId}:${key}`;
}
