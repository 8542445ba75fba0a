import { createPersona, customId } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onForm } from '../../../define/component.ts';
import { defineModal, renderModal } from '../../../define/modal.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { plain } from '../../../ui/elements.ts';
import { profileDashboard, profileInputs } from './dashboard.ts';

const modal = defineModal({ id: customId('me:create', {}), title: say('profile.form-title'), inputs: profileInputs });

export const create = defineSubcommand({
  description: 'Tell characters who you are',
  options: {},
  reply: 'modal',
  modal: () => renderModal(modal, {}),
});

export const createForm = onForm(modal, async (call, ctx) => {
  const persona = await ctx.gateway.call(createPersona, { caller: call.caller, body: call.values });
  const note = persona.isDefault ? null : say('profile.created', { name: plain(persona.name) });
  await profileDashboard.show(persona, call, ctx, note);
});
