import { bringKeyId } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { findCharactersId, newCharacterId } from '../../commands/character/ids.ts';
import { button, card, note, plain, row, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';
import { askNearId, talkId } from './ids.ts';

/** A row has room for five buttons; the last one opens the list of all. */
export const CHARACTERS_SHOWN = 4;

interface WelcomeFacts {
  botName: string;
  /** Characters that whoever reads it may know, at most `CHARACTERS_SHOWN`. */
  characters: readonly { characterId: string; name: string }[];
}

/** Who the bot is, and what can be done next by pressing a button. */
export function welcomeView({ botName, characters }: WelcomeFacts): CardView {
  const [example] = characters;
  // A name with a backtick would end the quotation.
  const about =
    example === undefined
      ? say('welcome.about-empty')
      : say('welcome.about', { example: example.name.replaceAll('`', "'") });
  const talk = characters.map(({ characterId, name }) =>
    button({ id: talkId.encode({ id: characterId, name }), label: say('welcome.talk', { name }), style: 'main' }),
  );
  return card([
    text(`${say('welcome.hello', { bot: plain(botName) })}\n${about}`),
    ...(talk.length === 0
      ? []
      : [row(...talk, button({ id: findCharactersId.encode({}), label: say('welcome.more') }))]),
    row(
      button({ id: newCharacterId.encode({}), label: say('welcome.create') }),
      button({ id: bringKeyId.encode({}), label: say('welcome.key') }),
    ),
    text(say('welcome.help')),
  ]);
}

/** Asks whether a name that is nearly a character's was meant for it. */
export function nearMissView(character: { characterId: string; name: string }, messageId: string): CardView {
  const { characterId, name } = character;
  const ask = button({
    id: askNearId.encode({ id: characterId, messageId }),
    label: say('welcome.near-miss-ask', { name }),
    style: 'main',
  });
  return card([text(say('welcome.near-miss', { name: plain(name) })), row(ask)]);
}

export const askedView = (name: string): CardView =>
  note(say('welcome.near-miss-asked', { name: plain(name) }), 'good');
