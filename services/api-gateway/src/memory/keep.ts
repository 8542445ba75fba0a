import type { Place, Reach } from '@tzurot/contracts';
import { v7 as uuidV7 } from 'uuid';
import { sql } from '../database/query.ts';
import { TERMS_VERSION, toTerms } from './ranking/words.ts';
import { saysForgotten } from './tombstones.ts';

/** Something said in an exchange, word for word. */
export interface Said {
  speaker: 'person' | 'character';
  /** Discord's id of the person; null for the character. */
  personId: string | null;
  name: string;
  text: string;
  messageIds: readonly string[];
  at: Date;
}

export interface Exchange {
  /** The persona whose memory it becomes. */
  ownerId: string;
  characterId: string;
  turnId: string;
  place: Place;
  /** In the order in which they were said. */
  said: readonly Said[];
  /** What this owner and this character said last in this channel. */
  last: { sessionId: string; seq: number; at: Date } | null;
}

/** A pause that ends a session: what comes after is about something else, and is no neighbour of what came before. */
const SESSION_GAP_MS = 6 * 60 * 60_000;

/**
 * A part of a WITH that keeps an exchange, without a model: a row per thing said, with where it was said
 * and who could read it there. The same exchange again changes nothing, and what was forgotten does not come back.
 */
export function keepExchange(exchange: Exchange | null): ReturnType<typeof sql> {
  return sql`remembered AS (
    INSERT INTO memory_items (id, owner_id, character_id, kind, speaker, person_id, speaker_name, body, terms,
      terms_version, occurred_at, reach, guild_id, channel_id, session_id, seq, exchange_id, source_message_ids)
    SELECT id, owner_id, character_id, 'turn', speaker, person_id, speaker_name, body, terms,
      ${TERMS_VERSION}, occurred_at, reach, guild_id, channel_id, session_id, seq, exchange_id, source_message_ids
    FROM jsonb_to_recordset(${JSON.stringify(exchange === null ? [] : toRows(exchange))}::jsonb) AS item (
      id uuid, owner_id uuid, character_id uuid, speaker text, person_id bigint, speaker_name text, body text, terms text[],
      occurred_at timestamptz, reach text, guild_id bigint, channel_id bigint, session_id uuid, seq int, exchange_id uuid,
      source_message_ids bigint[])
    WHERE NOT ${saysForgotten('item')}
    ON CONFLICT (owner_id, exchange_id, speaker) DO NOTHING
  )`;
}

function toRows({ ownerId, characterId, turnId, place, said, last }: Exchange): object[] {
  const spoken = said.filter((line) => line.text.trim() !== '');
  const [first] = spoken;
  if (first === undefined) return [];
  const continues = last !== null && first.at.getTime() - last.at.getTime() < SESSION_GAP_MS;
  const sessionId = continues ? last.sessionId : uuidV7();
  const firstSeq = continues ? last.seq + 1 : 0;
  return spoken.map((line, index) => ({
    id: uuidV7(),
    owner_id: ownerId,
    character_id: characterId,
    speaker: line.speaker,
    person_id: line.personId,
    speaker_name: line.name,
    body: line.text,
    terms: toTerms(line.text),
    occurred_at: line.at.toISOString(),
    reach: readableBy(place),
    guild_id: place.guildId ?? null,
    channel_id: place.channelId,
    session_id: sessionId,
    seq: firstSeq + index,
    exchange_id: turnId,
    source_message_ids: line.messageIds,
  }));
}

/** Who could read what was said. A DM is its owner's alone whatever else is claimed, and so is a place in no server. */
function readableBy(place: Place): Reach {
  return place.kind === 'dm' || place.guildId === undefined ? 'owner_dm' : place.reach;
}
