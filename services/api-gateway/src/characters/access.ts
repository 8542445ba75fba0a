import type { Caller } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { toBigInt } from '../database/snowflakes.ts';
import type { Rows } from '../database/transaction.ts';

export interface TalkableCharacter {
  name: string;
  isPublic: boolean;
  /** The caller may change it: it is theirs, or they run the bot. */
  isMine: boolean;
}

type Asker = Pick<Caller, 'id' | 'isOperator'>;

export const isMine = ({ owner }: { owner: { discordId: bigint } }, caller: Asker): boolean =>
  caller.isOperator || owner.discordId === toBigInt(caller.id);

/** @throws NotFoundError when there is none, or a private one of somebody else: that it exists is not told */
export async function requireTalkable(db: Rows, caller: Asker, characterId: string): Promise<TalkableCharacter> {
  const character = await db.character.findUnique({
    where: { id: characterId },
    select: { name: true, isPublic: true, owner: { select: { discordId: true } } },
  });
  if (character === null || !(character.isPublic || isMine(character, caller)))
    throw new NotFoundError('character', characterId);
  return { name: character.name, isPublic: character.isPublic, isMine: isMine(character, caller) };
}

/** @throws AppError `forbidden` when it is public but not the caller's; else as `requireTalkable` */
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
