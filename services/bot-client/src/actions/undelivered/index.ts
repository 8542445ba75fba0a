import { readUndelivered } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineAction } from '../../define/action.ts';
import { onButton } from '../../define/component.ts';
import { note } from '../../ui/elements.ts';
import { orUnknown } from '../our-post.ts';
import { showUndeliveredId, undeliveredReplyView } from './undelivered-view.ts';

/** A reply that could not be posted where it belonged is read by whoever asked for it, and by nobody else. */
export const undelivered = defineAction({
  name: 'undelivered',
  components: [
    onButton(showUndeliveredId, {
      reply: 'private',
      async run({ state: { turnId, askerId }, caller, respond }, { gateway }) {
        if (caller.id !== askerId) return void (await respond(note(say('inbound.undelivered-not-yours'), 'warn')));
        const reply = await orUnknown(() => gateway.call(readUndelivered, { caller, params: { turnId } }));
        await respond(reply === null ? note(say('inbound.undelivered-gone'), 'warn') : undeliveredReplyView(reply));
      },
    }),
  ],
});
