import { setTimeout as delay } from 'node:timers/promises';
import type { FaultInput, LocalDiscord } from '@tzurot/local-discord';
import { z } from 'zod';
import { STREAMED } from './places.ts';
import { type MishapKind, needleOf, type PlannedKill, type PlannedMishap } from './plan-kills.ts';
import type { PlannedPost } from './plan-posts.ts';
import type { Victim } from './supervise.ts';

/** How long Discord's answer, or the request's effect, is held up: longer than it takes to notice and to kill. */
const HELD_UP_MS = 3_000;
/** The moment may not come, for example because somebody before in the conversation is stuck. */
const MOMENT_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 20;

/** Lets Discord hold up the reply to the message that this kill is about. Before the message is written. */
export function prepareKill({ moment, post }: PlannedKill, discord: LocalDiscord): void {
  if (moment === 'any') return;
  discord.addFault({
    kind: moment === 'after-send' ? 'delay' : 'delay-before',
    match: replyTo(post),
    delayMs: HELD_UP_MS,
  });
}

/** Lets it happen, before the message is written. */
export function letHappen({ kind, post }: PlannedMishap, discord: LocalDiscord): void {
  const faults: Readonly<Record<MishapKind, FaultInput>> = {
    'drop-answer': { kind: 'drop-answer', match: replyTo(post) },
    'error-after': { kind: 'error-after', match: replyTo(post), status: 502 },
    'cut-and-resume': { kind: 'drop-connection', resume: true },
    'cut-for-good': { kind: 'drop-connection', resume: false },
  };
  discord.addFault(faults[kind]);
}

/**
 * Kills at the planned moment, and starts what was killed again.
 * @returns whether the moment came in time; it is killed in any case
 */
export async function strike(
  { moment, post, downMs }: PlannedKill,
  { victim, discord }: { victim: Victim; discord: LocalDiscord },
): Promise<boolean> {
  const cameInTime = moment === 'any' || (await waitUntilUsed(post, discord));
  await victim.kill();
  await delay(downMs);
  await victim.start();
  return cameInTime;
}

/** A reply that comes word by word is also held up at a change of its message. */
function replyTo(post: PlannedPost): { method: string; text: string } {
  const isChange = STREAMED.has(post.person) && post.number % 2 === 0;
  return { method: isChange ? 'PATCH' : 'POST', text: needleOf(post) ?? post.text };
}

const ArmedFaults = z.array(z.object({ match: z.looseObject({ text: z.string().optional() }).optional() }));

/** @returns false when Discord still waits for the reply that it is to hold up */
async function waitUntilUsed(post: PlannedPost, { url }: LocalDiscord): Promise<boolean> {
  const { text } = replyTo(post);
  for (const deadline = Date.now() + MOMENT_WITHIN_MS; Date.now() < deadline; await delay(LOOK_EVERY_MS)) {
    const response = await fetch(`${url}/local/faults`, { headers: { authorization: 'local.operator' } });
    const faults = ArmedFaults.parse(await response.json());
    if (!faults.some(({ match }) => match?.text === text)) return true;
  }
  return false;
}
