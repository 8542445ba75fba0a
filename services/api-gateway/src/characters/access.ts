import type { Caller, PersonRole } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { type Statement, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';
import type { Rows } from '../database/transaction.ts';

/** What somebody may do with a character. */
export interface Standing {
  /** They may talk to it. */
  mayTalk: boolean;
  /** They may change it: it is theirs, the owner made them co-owner, or they run the bot. */
  isMine: boolean;
  /** They may delete it and say who may do what: it is theirs, or they run the bot. */
  isOwner: boolean;
}

export interface TalkableCharacter extends Omit<Standing, 'mayTalk'> {
  name: string;
  isPublic: boolean;
}

type Asker = Pick<Caller, 'id' | 'isOperator'>;

/** What of a character decides about somebody's standing. */
export const standingColumns = ({ id }: Asker) =>
  ({
    isPublic: true,
    deletedAt: true,
    owner: { select: { discordId: true } },
    people: { where: { personId: toBigInt(id) }, select: { role: true } },
  }) as const;

interface StandingRow {
  isPublic: boolean;
  deletedAt: Date | null;
  owner: { discordId: bigint };
  people: readonly { role: string }[];
}

/** Of a deleted character nobody has any. */
export function standingOf(row: StandingRow | null, caller: Asker): Standing {
  if (row === null || row.deletedAt !== null) return { mayTalk: false, isMine: false, isOwner: false };
  const isOwner = caller.isOperator || row.owner.discordId === toBigInt(caller.id);
  const isMine = isOwner || row.people.some(({ role }) => role === ('co-owner' satisfies PersonRole));
  return { mayTalk: row.isPublic || isMine || row.people.length > 0, isMine, isOwner };
}

/**
 * Whether a person may talk to character `c` wherever it is private, as a condition.
 * @param person selects or names their Discord id
 */
export const isOpenTo = (person: Statement): Statement => sql`(
  EXISTS (SELECT FROM users WHERE users.id = c.owner_id AND users.discord_id = ${person})
  OR EXISTS (SELECT FROM character_people WHERE character_id = c.id AND person_id = ${person}))`;

/** @throws NotFoundError when there is none, or a private one that is not open to them: that it exists is not told */
export async function requireTalkable(db: Rows, caller: Asker, characterId: string): Promise<TalkableCharacter> {
  const character = await db.character.findUnique({
    where: { id: characterId },
    select: { name: true, ...standingColumns(caller) },
  });
  const { mayTalk, ...standing } = standingOf(character, caller);
  if (character === null || !mayTalk) throw new NotFoundError('character', characterId);
  return { name: character.name, isPublic: character.isPublic, ...standing };
}

/** @throws AppError `forbidden` when it is open to the caller but they may not change it; else as `requireTalkable` */
export async function requireOwned(db: Rows, caller: Asker, characterId: string): Promise<TalkableCharacter> {
  const character = await requireTalkable(db, caller, characterId);
  if (!character.isMine) {
    throw new AppError('forbidden', `character ${characterId} belongs to somebody else`, {
      reason: 'character-not-yours',
      facts: { name: character.name },
    });
  }
  return character;
}

/** @throws AppError `forbidden` for a co-owner, who may only change it; else as `requireOwned` */
export async function requireOwner(db: Rows, caller: Asker, characterId: string): Promise<TalkableCharacter> {
  const character = await requireOwned(db, caller, characterId);
  if (!character.isOwner) {
    throw new AppError('forbidden', `the caller is only a co-owner of character ${characterId}`, {
      reason: 'character-not-owned',
      facts: { name: character.name },
    });
  }
  return character;
}
