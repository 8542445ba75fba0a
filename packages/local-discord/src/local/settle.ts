import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../gateway/types.ts';
import type { Hub } from '../hub.ts';
import type { World } from '../world/world.ts';

/** Applications count as idle when they have done and heard nothing for this long. */
const QUIET_FOR_MS = 500;
/** Clients that resume do so at once, or not at all. */
const BACK_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 20;

/** Whether an application lost its connection so lately that it may be about to resume. */
function isExpectedBack({ user, lostAtMs }: Session): boolean {
  return user.bot && lostAtMs !== undefined && Date.now() - lostAtMs < BACK_WITHIN_MS;
}

/** What still goes on. Empty means idle. */
function findBusy(hub: Hub, world: World | undefined): string[] {
  const worlds = world ? [world] : hub.worlds.all();
  const busy: string[] = [];

  for (const session of hub.gateway.sessions()) {
    if (!worlds.includes(session.world)) continue;
    if (session.connection?.isDrained() === false) busy.push(`events are on their way to ${session.user.username}`);
    if (isExpectedBack(session)) busy.push(`${session.user.username} was cut off and may come back for what it missed`);
  }
  for (const each of worlds) {
    for (const interaction of each.interactions.values()) {
      if (interaction.state === 'open' || interaction.state === 'deferred') {
        busy.push(
          `interaction ${interaction.id} is ${interaction.state === 'open' ? 'not acknowledged' : 'deferred and unanswered'}`,
        );
      }
    }
    for (const { userId, channelId } of each.typing.values()) {
      const user = each.users.get(userId);
      if (user?.bot) busy.push(`${user.username} is typing in channel ${channelId}`);
    }
  }
  const running = hub.activity.inFlight(world);
  if (running > 0) busy.push(`${running} requests of applications are being answered`);
  const quietForMs = hub.activity.quietForMs(world);
  if (quietForMs < QUIET_FOR_MS) busy.push(`an application was busy ${Math.round(quietForMs)} ms ago`);
  return busy;
}

/** Waits until applications are idle. @returns what still goes on when the time is up; empty when all is quiet */
export async function settle(hub: Hub, world: World | undefined, timeoutMs: number): Promise<string[]> {
  const deadline = performance.now() + timeoutMs;
  await hub.pictures.settled();
  for (;;) {
    const busy = findBusy(hub, world);
    if (busy.length === 0 || performance.now() >= deadline) return busy;
    await sleep(LOOK_EVERY_MS);
  }
}
