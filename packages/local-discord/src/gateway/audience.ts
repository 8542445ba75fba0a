import { maySee } from '../world/permissions.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { WorldEvent } from '../world/world.ts';
import { admits } from './intents.ts';
import { shardOf } from './session.ts';
import type { Session } from './types.ts';

/** Where an event happens, for a session that it reaches. */
interface Place {
  readonly guildId: Snowflake | undefined;
  readonly isDirect: boolean;
}

/** Whether a session is told of an event: by what it may see, and for bots by shard and intents. */
export function isTold(
  session: Session,
  event: WorldEvent,
  isAround: (sessionId: string, userId: Snowflake) => boolean,
): boolean {
  const place = reach(session, event, isAround);
  if (!place) return false;
  const { intents, shard, user } = session;
  if (intents === undefined) return true;
  if (shardOf(place.guildId, shard[1]) !== shard[0]) return false;
  return admits(intents, event.name, place.isDirect, event.about === user.id);
}

/** @returns undefined when the event is not for this session's account */
function reach(
  { id, world, user }: Session,
  { audience }: WorldEvent,
  isAround: (sessionId: string, userId: Snowflake) => boolean,
): Place | undefined {
  switch (audience.to) {
    case 'user': {
      const { sessionId } = audience;
      if (audience.userId !== user.id) return undefined;
      // Meant for one session; if that is gone, the person's others stand in for it.
      if (sessionId !== undefined && sessionId !== id && isAround(sessionId, user.id)) return undefined;
      return { guildId: audience.guildId, isDirect: false };
    }
    case 'guild': {
      const isMember = world.guilds.get(audience.guildId)?.members.has(user.id) ?? false;
      return isMember ? { guildId: audience.guildId, isDirect: false } : undefined;
    }
    case 'channel': {
      const channel = world.channels.get(audience.channelId);
      if (!channel || !maySee(world, user.id, channel)) return undefined;
      return channel.kind === 'direct'
        ? { guildId: undefined, isDirect: true }
        : { guildId: channel.guildId, isDirect: false };
    }
  }
}
