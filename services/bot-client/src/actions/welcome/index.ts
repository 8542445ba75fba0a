import { say } from '@tzurot/words';
import { MAX_SAID_LENGTH, sayTo } from '../../commands/character/say-to.ts';
import { defineAction } from '../../define/action.ts';
import { onForm, opensModal } from '../../define/component.ts';
import { defineModal, input, renderModal } from '../../define/modal.ts';
import { clip } from '../../ui/elements.ts';
import { sayId, talkId } from './ids.ts';

/** Longest title of a modal. Source: Discord documentation, "Modal". */
const MAX_TITLE = 45;

const modal = defineModal({
  id: sayId,
  title: say('welcome.form-message'),
  inputs: {
    message: input.long(say('welcome.form-message'), {
      isRequired: true,
      maxLength: MAX_SAID_LENGTH,
      placeholder: say('welcome.form-placeholder'),
    }),
  },
});

/** The card that answers a mention of the bot: whoever presses a name talks to that character, in front of everybody. */
export const welcome = defineAction({
  name: 'welcome',
  components: [
    opensModal(talkId, {
      async prepare({ state: { id, name } }) {
        const title = clip(say('welcome.form-title', { name }), MAX_TITLE);
        return { ...renderModal(modal, { id }), title };
      },
      // The form needs nothing that could be missing.
      run: async () => undefined,
    }),
    onForm(modal, (call, ctx) => sayTo(call.state.id, call.values.message, call, ctx), { reply: 'public' }),
  ],
});
