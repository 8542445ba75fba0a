import { setTimeout as delay } from 'node:timers/promises';
import type { LocalDiscord } from '@tzurot/local-discord';
import type { PlannedKill } from './plan-kills.ts';
import type { Victim } from './supervise.ts';

/** How long Discord's answer, or the request's effect, is held up: longer than it takes to notice and to kill. */
const HELD_UP_MS = 3_000;
/** The moment may not come, for example because somebody before in the conversation is stuck. */
const MOMENT_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 20;

/** Lets Discord hold up the reply to the message that this kill is about. Before the message is written. */
export function prepareMoment({ moment, post }: PlannedKill, discord: LocalDiscord): void {
  if (moment === 'any' || post.marker === null) return;
  const kind = moment === 'after-send' ? 'delay' : 'delay-before';
  discord.addFault({ kind, match: { method: 'POST', text: post.marker }, delayMs: HELD_UP_MS });
}

/**
 * Kills at the planned moment, and starts what was killed again.
 * @param hasCome whether the moment is there
 * @returns whether it came in time; it is killed in any case
 */
export async function strike(
  { moment, downMs }: PlannedKill,
  victim: Victim,
  hasCome: () => Promise<boolean>,
): Promise<boolean> {
  const cameInTime = moment === 'any' || (await waitUntil(hasCome));
  await victim.kill();
  await delay(downMs);
  await victim.start();
  return cameInTime;
}

async function waitUntil(hasCome: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + MOMENT_WITHIN_MS; Date.now() < deadline; await delay(LOOK_EVERY_MS)) {
    if (await hasCome()) return true;
  }
  return false;
}
