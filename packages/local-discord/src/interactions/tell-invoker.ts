import { emit, type World } from '../world/world.ts';
import type { Interaction } from './types.ts';

/** Tells the session that started an interaction what becomes of it, as Discord's own client hears it. */
export function tellInvoker(
  world: World,
  { id, nonce, userId, sessionId }: Interaction,
  name: string,
  data: Record<string, unknown>,
): void {
  emit(world, name, { to: 'user', userId, sessionId }, { id, ...(nonce === undefined ? {} : { nonce }), ...data });
}

/** "This interaction failed." */
export function tellFailure(world: World, interaction: Interaction): void {
  tellInvoker(world, interaction, 'INTERACTION_FAILURE', { reason_code: 2 });
}
