import type { Character } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import type { Accepted } from '../../inbound/intake.ts';
import { plain } from '../../ui/elements.ts';

/** Why a character that the caller can see takes no turn here. @param refusal what acceptance said of it */
export function explainSilence(
  { id, name, isMine }: Pick<Character, 'id' | 'name' | 'isMine'>,
  { refusal }: Pick<Accepted, 'refusal'>,
  { place }: CallFacts,
  { book }: BotContext,
): AppError {
  const facts = { name: plain(name) };
  if (book.findCharacterDenial(id) !== null) {
    return new AppError('forbidden', 'the character is denied', { reason: 'character-denied', facts });
  }
  if (refusal !== undefined) {
    const { reason } = refusal;
    return new AppError('forbidden', `the character is kept quiet: ${reason}`, { reason: `refused-${reason}`, facts });
  }
  if (place.guildId === null || isMine) return new NotFoundError('character', id);
  return new AppError('forbidden', 'the server does not hear the character', {
    reason: 'character-not-heard-here',
    facts,
  });
}
