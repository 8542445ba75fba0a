import {
  chooseServerCharacter,
  customId,
  HEARS,
  part,
  readServerCharacters,
  type ServerCharacters,
  setServerHears,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { onButton } from '../../define/component.ts';
import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { button, card, plain, row, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';
import { characterOption } from '../character/character-option.ts';

/** More names wouldn't fit into the card together with the other list. */
const SHOWN = 30;

const setHearsId = customId('server:hears', { to: part.choice(HEARS) });

export const characters = defineSubcommand({
  description: 'Choose which public characters answer in this server',
  options: {
    character: optionalStored(characterOption('Which character to allow, block, or set back to the default')),
    choice: option.optionalChoice('What to do with it', {
      allow: 'Allow',
      block: 'Block',
      neither: 'Follow the default',
    }),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const { character: characterId, choice } = options;
    if (characterId === undefined)
      return void (await respond(view(await gateway.call(readServerCharacters, { caller }))));
    if (choice === undefined) {
      const facts = { noun: say('noun.choice') };
      throw new AppError('invalid-input', 'no choice for a character', { reason: 'option-empty', facts });
    }
    const body = { choice: choice === 'neither' ? null : choice };
    await respond(view(await gateway.call(chooseServerCharacter, { caller, params: { characterId }, body })));
  },
});

export const setHears = onButton(setHearsId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    await respond(view(await gateway.call(setServerHears, { caller, body: { hears: state.to } })));
  },
});

function view({ hears, allowed, blocked }: ServerCharacters): CardView {
  const other = hears === 'all' ? 'none' : 'all';
  return card([
    text(
      [
        `## ${say('server-characters.title')}`,
        say(`server-characters.hears-${hears}`),
        `-# ${say('server-characters.owners')} ${say('server-characters.how')}`,
        `**${say('server-characters.allowed')}:** ${listNames(allowed)}`,
        `**${say('server-characters.blocked')}:** ${listNames(blocked)}`,
      ].join('\n'),
    ),
    row(button({ id: setHearsId.encode({ to: other }), label: say(`server-characters.hear-${other}`) })),
  ]);
}

function listNames(list: ServerCharacters['allowed']): string {
  if (list.length === 0) return say('server-characters.none');
  const names = list.slice(0, SHOWN).map(({ name }) => plain(name));
  const more = list.length - names.length;
  return [...names, ...(more > 0 ? [say('server-characters.more', { count: more })] : [])].join(', ');
}
