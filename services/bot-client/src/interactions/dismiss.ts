import { say } from '../ui/elements.ts';
import { onButton } from './component-handler.ts';
import { customId } from './custom-id.ts';

/** The button beside a dangerous one. */
export const dismissId = customId('card:dismiss', {});

export const dismiss = onButton(dismissId, {
  reply: 'update',
  run: async ({ respond }) => {
    await respond(say('Nothing was changed.'));
  },
});
