import { createPersona } from '@tzurot/contracts';
import { onForm } from '../../../interactions/component-handler.ts';
import { customId } from '../../../interactions/custom-id.ts';
import { defineSubcommand } from '../../../interactions/define-command.ts';
import { defineModal, renderModal } from '../../../interactions/modal.ts';
import { plain } from '../../../ui/elements.ts';
import { profileDashboard, profileInputs } from './dashboard.ts';

const modal = defineModal({ id: customId('me:create', {}), title: 'A new profile', inputs: profileInputs });

export const create = defineSubcommand({
  description: 'Write down who you are to characters',
  options: {},
  reply: 'modal',
  modal: () => renderModal(modal, {}),
});

export const createForm = onForm(modal, async (call, ctx) => {
  const persona = await ctx.gateway.call(createPersona, { caller: call.caller, body: call.values });
  const note = persona.isDefault
    ? null
    : `**${plain(persona.name)}** is kept. Press *Use by default* to be known by it.`;
  await profileDashboard.show(persona, call, ctx, note);
});
