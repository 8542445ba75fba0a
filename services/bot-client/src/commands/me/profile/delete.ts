import { customId, deletePersona, listPersonas, part } from '@tzurot/contracts';
import { AppError, NotFoundError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { dismissId } from '../../../actions/dismiss.ts';
import type { BotContext } from '../../../context.ts';
import type { Call } from '../../../define/call.ts';
import { onButton } from '../../../define/component.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { confirm } from '../../../ui/confirm.ts';
import { note, plain } from '../../../ui/elements.ts';
import { askDeleteProfileId } from './dashboard.ts';
import { profileOption } from './profile-option.ts';

const deleteProfileId = customId('me:delete', { id: part.id });

export const remove = defineSubcommand({
  description: 'Delete one of your profiles',
  options: { profile: profileOption('Which profile') },
  reply: 'private',
  run: (call, ctx) => ask(call.options.profile, call, ctx),
});

export const askDeleteProfile = onButton(askDeleteProfileId, {
  reply: 'private',
  run: (call, ctx) => ask(call.state.id, call, ctx),
});

async function ask(id: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const { items } = await gateway.call(listPersonas, { caller });
  const persona = items.find((each) => each.id === id);
  if (persona === undefined) throw new NotFoundError('persona', id);
  const { name, isDefault, withCharacters } = persona;
  if (isDefault) {
    throw new AppError('conflict', 'the default persona stays', {
      reason: 'persona-is-default',
      facts: { name: plain(name) },
    });
  }
  await respond(
    confirm({
      question: say('profile.delete-question', { name: plain(name) }),
      consequences: [
        say('profile.delete-memories'),
        ...(withCharacters.length === 0 ? [] : [say('profile.delete-overrides')]),
        say('profile.delete-is-final'),
      ],
      label: say('profile.delete-name', { name }),
      confirmId: deleteProfileId.encode({ id }),
      cancelId: dismissId.encode({}),
    }),
  );
}

export const confirmDeleteProfile = onButton(deleteProfileId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { name, deletedMemories } = await gateway.call(deletePersona, { caller, params: { personaId: state.id } });
    const memories = say('count.memories', { count: deletedMemories });
    await respond(note(say('profile.deleted', { name: plain(name), memories }), 'good'));
  },
});
