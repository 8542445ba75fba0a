import { v5 as uuidV5, v7 as uuidV7 } from 'uuid';
import { toBigInt } from '../database/snowflakes.ts';
import type { Rows } from '../database/transaction.ts';
import { TERMS_VERSION, toTerms } from './ranking/words.ts';

/** Something that was remembered elsewhere. */
export interface Imported {
  characterId: string;
  speaker: 'person' | 'character';
  speakerName: string;
  text: string;
  at: Date;
  /** What was said in one exchange has one, unique in what it comes from. */
  exchange: string;
}

/** No channel has it: what was said elsewhere was said in none of ours. */
const NOWHERE = 0n;

/**
 * Keeps what somebody brought from elsewhere, for their eyes only unless they open it. The same again changes nothing.
 * @returns the ids, in the same order; null for what is there already
 */
export async function keepImported(
  tx: Rows,
  memories: readonly Imported[],
  {
    personaId,
    personId,
    importId,
    isPortable,
  }: { personaId: string; personId: string; importId: string; isPortable: boolean },
): Promise<(string | null)[]> {
  const rows = memories.map(({ characterId, speaker, speakerName, text, at, exchange }, seq) => ({
    id: uuidV7(),
    ownerId: personaId,
    characterId,
    kind: 'turn',
    speaker,
    personId: speaker === 'person' ? toBigInt(personId) : null,
    speakerName,
    body: text,
    terms: toTerms(text),
    termsVersion: TERMS_VERSION,
    occurredAt: at,
    reach: 'owner_dm',
    channelId: NOWHERE,
    isPortable,
    sessionId: uuidV5(characterId, importId),
    seq,
    exchangeId: uuidV5(exchange, characterId),
    sourceMessageIds: [],
  }));
  const kept = await tx.memoryItem.createManyAndReturn({ data: rows, skipDuplicates: true, select: { id: true } });
  const ids = new Set(kept.map(({ id }) => id));
  return rows.map(({ id }) => (ids.has(id) ? id : null));
}
