import { deleteCharacter, getCharacter } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { dismissId } from '../../actions/dismiss.ts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { confirm } from '../../ui/confirm.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from './character-option.ts';
import { askDeleteId, deleteId } from './ids.ts';

export const remove = defineSubcommand({
  description: 'Delete one of your characters',
  options: { character: characterOption('Which character', 'mine') },
  reply: 'private',
  run: (call, ctx) => ask(call.options.character, call, ctx),
});

export const askDelete = onButton(askDeleteId, {
  reply: 'private',
  run: (call, ctx) => ask(call.state.id, call, ctx),
});

async function ask(id: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const { name, isMine } = await gateway.call(getCharacter, { caller, params: { characterId: id } });
  if (!isMine) {
    throw new AppError('forbidden', 'only the owner may delete a character', {
      reason: 'character-not-yours',
      facts: { name: plain(name) },
    });
  }
  await respond(
    confirm({
      question: say('character.delete-question', { name: plain(name) }),
      consequences: [
        say('character.delete-card'),
        say('character.delete-memories'),
        say('character.delete-channels'),
        say('character.delete-is-final'),
      ],
      label: say('character.delete-name', { name }),
      confirmId: deleteId.encode({ id }),
      cancelId: dismissId.encode({}),
    }),
  );
}

export const confirmDelete = onButton(deleteId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { name, deletedLines, deletedMemories } = await gateway.call(deleteCharacter, {
      caller,
      params: { characterId: state.id },
    });
    const lines = say('count.lines', { count: deletedLines });
    const memories = say('count.memories', { count: deletedMemories });
    await respond(note(say('character.deleted', { name: plain(name), lines, memories }), 'good'));
  },
});
