import { customId } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineAction } from '../define/action.ts';
import { onButton } from '../define/component.ts';
import { note } from '../ui/elements.ts';

/** Custom id of the button that cancels something dangerous. */
export const dismissId = customId('card:dismiss', {});

export const dismiss = defineAction({
  name: 'card',
  components: [
    onButton(dismissId, {
      reply: 'update',
      run: async ({ respond }) => {
        await respond(note(say('interface.nothing-changed')));
      },
    }),
  ],
});
