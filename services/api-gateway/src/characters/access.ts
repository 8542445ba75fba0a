import type { Caller } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { type Database, queryOne, sql } from '../database/query.ts';
import { toBigInt } from '../database/snowflakes.ts';

export interface TalkableCharacter {
  name: string;
  isPublic: boolean;
  /** The caller may change it: it is theirs, or they run the bot. */
  isMine: boolean;
}

/** @throws NotFoundError when there is none, or a private one of somebody else: that it exists is not told */
export async function requireTalkable(
  db: Database,
  caller: Pick<Caller, 'id' | 'isOperator'>,
  characterId: string,
): Promise<TalkableCharacter> {
  const character = await queryOne<TalkableCharacter>(
    db,
    sql`SELECT c.name, c.is_public AS "isPublic", (owner.discord_id = ${toBigInt(caller.id)}::bigint
          OR ${caller.isOperator}::boolean) AS "isMine"
        FROM characters c JOIN users owner ON owner.id = c.owner_id WHERE c.id = ${characterId}::uuid`,
  );
  if (character === null || !(character.isPublic || character.isMine))
    throw new NotFoundError('character', characterId);
  return character;
}

/** @throws AppError `forbidden` when it is public but not the caller's; else as `requireTalkable` */
export async function requireOwned(
  db: Database,
  caller: Pick<Caller, 'id' | 'isOperator'>,
  characterId: string,
): Promise<TalkableCharacter> {
  const character = await requireTalkable(db, caller, characterId);
  if (!character.isMine) {
    throw new AppError('forbidden', `character ${characterId} belongs to somebody else`, {
      reason: 'character-not-yours',
      facts: { name: character.name },
    });
  }
  return character;
}
