import { z } from 'zod';
import { emit } from '../world/world.ts';
import type { Session } from './types.ts';

const presenceForm = z.object({
  status: z.enum(['online', 'idle', 'dnd', 'invisible', 'offline']).catch('online'),
  activities: z.array(z.looseObject({ name: z.string(), type: z.int() })).catch([]),
});

/** Tells an account's guilds what it is doing. Payloads that make no sense are ignored, as Discord does. */
export function updatePresence({ world, user }: Session, data: unknown): void {
  const parsed = presenceForm.safeParse(data);
  if (!parsed.success) return;
  const status = parsed.data.status === 'invisible' ? 'offline' : parsed.data.status;
  for (const guild of world.guilds.values()) {
    if (!guild.members.has(user.id)) continue;
    emit(
      world,
      'PRESENCE_UPDATE',
      { to: 'guild', guildId: guild.id },
      {
        user: { id: user.id },
        guild_id: guild.id,
        status,
        activities: parsed.data.activities,
        client_status: status === 'offline' ? {} : { web: status },
      },
    );
  }
}
