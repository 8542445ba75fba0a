import { countCharacterBelongings, deleteCharacter, RESTORABLE_DAYS, restoreCharacter } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { dismissId } from '../../actions/dismiss.ts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { defineTypedConfirmation } from '../../define/typed-confirmation.ts';
import { confirm } from '../../ui/confirm.ts';
import { button, card, note, plain, row, text, timeOf } from '../../ui/elements.ts';
import { characterOption } from './character-option.ts';
import { deletedOption } from './deleted-option.ts';
import { askDeleteId, restoreId } from './ids.ts';

export const remove = defineSubcommand({
  description: 'Delete one of your characters; you can restore it for a week',
  options: { character: characterOption('Which character', 'mine') },
  reply: 'private',
  run: (call, ctx) => ask(call.options.character, call, ctx),
});

export const askDelete = onButton(askDeleteId, {
  reply: 'private',
  run: (call, ctx) => ask(call.state.id, call, ctx),
});

async function ask(id: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const belongings = await gateway.call(countCharacterBelongings, { caller, params: { characterId: id } });
  const { lines, memories, aliases, channels } = belongings;
  const name = plain(belongings.name);
  await respond(
    confirm({
      question: say('character.delete-question', { name }),
      consequences: [
        say('character.delete-silent', { name }),
        say('character.delete-with', {
          lines: say('count.lines', { count: lines }),
          memories: say('count.memories', { count: memories }),
          aliases: say('count.aliases', { count: aliases }),
          channels: say('count.channels', { count: channels }),
        }),
        say('character.delete-can-be-undone', { days: RESTORABLE_DAYS }),
        say('character.delete-names'),
      ],
      label: say('character.delete-name', { name: belongings.name }),
      confirmId: confirmDelete.id.encode({ id }),
      cancelId: dismissId.encode({}),
    }),
  );
}

export const confirmDelete = defineTypedConfirmation({
  askId: 'character:delete',
  confirmId: 'character:delete-typed',
  title: say('character.delete-form'),
  label: say('character.delete-type-name'),
  phrase: async (id, { caller }, { gateway }) =>
    (await gateway.call(countCharacterBelongings, { caller, params: { characterId: id } })).name,
  async run(id, { caller, respond }, { gateway }) {
    const gone = await gateway.call(deleteCharacter, { caller, params: { characterId: id } });
    const facts = { name: plain(gone.name), time: timeOf(gone.restorableUntil) };
    await respond(
      card([
        text(say('character.deleted', facts)),
        row(button({ id: restoreId.encode({ id }), label: say('character.restore') })),
      ]),
    );
  },
});

export const restore = defineSubcommand({
  description: 'Bring back a character that you deleted in the last week',
  options: { character: deletedOption('Which character') },
  reply: 'private',
  run: (call, ctx) => bringBack(call.options.character, call, ctx),
});

export const restoreDeleted = onButton(restoreId, {
  reply: 'update',
  run: (call, ctx) => bringBack(call.state.id, call, ctx),
});

async function bringBack(id: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const { name } = await gateway.call(restoreCharacter, { caller, params: { characterId: id } });
  await respond(note(say('character.restored', { name: plain(name) }), 'good'));
}
