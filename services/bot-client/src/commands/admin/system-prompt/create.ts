import { createSystemPrompt, customId } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onForm } from '../../../define/component.ts';
import { defineModal, renderModal } from '../../../define/modal.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { promptInputs, systemPromptDashboard } from './dashboard.ts';

const modal = defineModal({
  id: customId('admin:create-system-prompt', {}),
  title: say('system-prompt.form-title'),
  inputs: promptInputs,
});

export const create = defineSubcommand({
  description: 'Write a system prompt',
  options: {},
  reply: 'modal',
  modal: () => renderModal(modal, {}),
});

export const createSystemPromptForm = onForm(modal, async (call, ctx) => {
  const made = await ctx.gateway.call(createSystemPrompt, { caller: call.caller, body: call.values });
  await systemPromptDashboard.show(made, call, ctx, say('system-prompt.created'));
});
