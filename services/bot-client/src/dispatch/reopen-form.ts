import { customId, part } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { type Action, defineAction } from '../define/action.ts';
import { type FormHandler, opensModal } from '../define/component.ts';
import { renderModal } from '../define/modal.ts';
import { note } from '../ui/elements.ts';
import { findDraft } from './drafts.ts';

/** The button that brings a refused form back with what was typed. */
export const reopenFormId = customId('form:reopen', { draft: part.text(20) });

export function reopenForm(findForm: (customId: string) => FormHandler | null): Action {
  const open = opensModal(reopenFormId, {
    async prepare({ state, caller }, { state: shared }) {
      const draft = await findDraft(shared, caller.id, state.draft);
      const form = draft && findForm(draft.customId);
      const formState = form && form.id.decode(draft.customId);
      return form && formState !== null ? renderModal(form.modal, formState, draft.values) : null;
    },
    async run({ notify }) {
      await notify(note(say('interface.draft-expired'), 'warn'));
    },
  });
  return defineAction({ name: 'form', components: [open] });
}
