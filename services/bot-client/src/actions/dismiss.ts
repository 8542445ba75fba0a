import { customId } from '@tzurot/contracts';
import { defineAction } from '../define/action.ts';
import { onButton } from '../define/component.ts';
import { note } from '../ui/elements.ts';

/** The button beside a dangerous one. */
export const dismissId = customId('card:dismiss', {});

export const dismiss = defineAction({
  name: 'card',
  components: [
    onButton(dismissId, {
      reply: 'update',
      run: async ({ respond }) => {
        await respond(note('Nothing was changed.'));
      },
    }),
  ],
});
