import { deleteSystemPrompt, getSystemPrompt } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { dismissId } from '../../../actions/dismiss.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { defineTypedConfirmation } from '../../../define/typed-confirmation.ts';
import { confirm } from '../../../ui/confirm.ts';
import { note, plain } from '../../../ui/elements.ts';
import { systemPromptOption } from './system-prompt-option.ts';

export const remove = defineSubcommand({
  description: 'Delete a system prompt',
  options: { prompt: systemPromptOption('Which system prompt') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const id = options.prompt;
    const { name } = await gateway.call(getSystemPrompt, { caller, params: { systemPromptId: id } });
    await respond(
      confirm({
        question: say('system-prompt.delete-question', { name: plain(name) }),
        consequences: [say('system-prompt.delete-gone')],
        label: say('system-prompt.delete'),
        confirmId: confirmRemoval.id.encode({ id }),
        cancelId: dismissId.encode({}),
      }),
    );
  },
});

export const confirmRemoval = defineTypedConfirmation({
  askId: 'admin:ask-delete-system-prompt',
  confirmId: 'admin:delete-system-prompt',
  title: say('system-prompt.delete-form'),
  label: say('system-prompt.delete-type'),
  phrase: async (systemPromptId, { caller }, { gateway }) =>
    (await gateway.call(getSystemPrompt, { caller, params: { systemPromptId } })).name,
  async run(systemPromptId, { caller, respond }, { gateway }) {
    const { name } = await gateway.call(deleteSystemPrompt, { caller, params: { systemPromptId } });
    await respond(note(say('system-prompt.deleted', { name: plain(name) }), 'good'));
  },
});
