import { stopReply } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineAction } from '../define/action.ts';
import { messageMenu } from '../define/menu.ts';
import { note } from '../ui/elements.ts';
import { isOurs, orUnknown } from './our-post.ts';

/** Ends a reply where it stands while it is being written. */
export const stop = defineAction({
  name: 'stop',
  menus: [
    messageMenu(say('reply.stop-menu'), {
      reply: 'private',
      async run({ message, caller, place, respond }, { gateway }) {
        const { channelId } = place;
        const stopping = () =>
          gateway.call(stopReply, { caller, params: { messageId: message.id }, body: { channelId } });
        const told = isOurs(message) ? await orUnknown(stopping) : null;
        if (told === null) await respond(note(say('reply.unknown'), 'warn'));
        else if (!told.isStopping) await respond(note(say('reply.nothing-to-stop')));
        else await respond(note(say('reply.stopping'), 'good'));
      },
    }),
  ],
});
