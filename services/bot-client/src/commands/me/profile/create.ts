import { createPersona, customId } from '@tzurot/contracts';
import { onForm } from '../../../define/component.ts';
import { defineModal, renderModal } from '../../../define/modal.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
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
