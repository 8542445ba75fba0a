import type { World } from './world.ts';

/** Characters in a message; Discord tells a client of itself whether it has Nitro, and nothing of lengths. */
const LONGEST = 2_000;
const LONGEST_WITH_NITRO = 4_000;

/** What `premium_type` says of an account with Nitro. */
const NITRO = 2;

/** How many more characters a message of this person takes; below zero when it is too long. */
export const charactersLeft = (world: World, content: string): number =>
  (world.me?.premium_type === NITRO ? LONGEST_WITH_NITRO : LONGEST) - content.length;
