import { say } from '../ui/elements.ts';
import { type ComponentHandler, type FormHandler, opensModal } from './component-handler.ts';
import { customId, part } from './custom-id.ts';
import { findDraft } from './drafts.ts';
import { renderModal } from './modal.ts';

/** The button that brings a refused form back with what was typed. */
export const reopenFormId = customId('form:reopen', { draft: part.text(20) });

export function reopenForm(findForm: (customId: string) => FormHandler | null): ComponentHandler {
  return opensModal(reopenFormId, {
    async prepare({ state, caller }, shared) {
      const draft = await findDraft(shared, caller.id, state.draft);
      const form = draft && findForm(draft.customId);
      const formState = form && form.id.decode(draft.customId);
      return form && formState !== null ? renderModal(form.modal, formState, draft.values) : null;
    },
    async run({ notify }) {
      await notify(say('What you typed is kept for an hour, and that is over. Begin again with the command.', 'warn'));
    },
  });
}
